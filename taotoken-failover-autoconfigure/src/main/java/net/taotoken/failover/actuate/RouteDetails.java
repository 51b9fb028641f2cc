package net.taotoken.failover.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.RoutingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Writes down in which order a route tries its models now, and why.
 *
 * @param route the route
 * @param inOrder its models in the order in which a call that starts now tries them
 * @param models what is known of the models
 * @param firstTokenLimits how long their first tokens are waited for, and why, by the
 * size of requests
 */
record RouteDetails(Route route, List<Model> inOrder, Map<String, ModelHealthSnapshot> models,
		Map<String, Map<String, String>> firstTokenLimits) {

	Map<String, Object> write(boolean orderedByHand, Route configured) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("strategy", strategy(configured.strategy()));
		details.put("orderedBy", orderedByHand ? "hand" : strategy(this.route.strategy()));
		details.put("configuredOrder", ids(configured.models()));
		details.put("order", ids(this.inOrder));
		details.put("why", why());
		return details;
	}

	private List<Map<String, Object>> why() {
		List<Map<String, Object>> lines = new ArrayList<>();
		for (Model model : this.inOrder) {
			ModelHealthSnapshot health = snapshot(model);
			Map<String, Object> line = new LinkedHashMap<>();
			line.put("model", model.id());
			line.put("because", because(model, health));
			String passedOver = passedOver(model, health);
			if (passedOver != null) {
				line.put("passedOver", passedOver);
			}
			Map<String, String> limits = this.firstTokenLimits.getOrDefault(model.id(), Map.of());
			if (!limits.isEmpty()) {
				line.put("firstTokenLimits", limits);
			}
			lines.add(line);
		}
		return lines;
	}

	private String because(Model model, ModelHealthSnapshot health) {
		String place = switch (this.route.strategy()) {
			case PRIORITY -> "number " + (this.route.models().indexOf(model) + 1) + " of the list";
			case HEALTHIEST -> "score " + ModelDetails.rounded(health.score());
			case FASTEST -> speed(health);
			case CHEAPEST -> price(model);
			case WEIGHTED -> "weight " + model.weight() + ", drawn anew by each call";
		};
		return (health.demotedBecause() != null) ? place + ", but behind the others: " + health.demotedBecause()
				: place;
	}

	private static String speed(ModelHealthSnapshot health) {
		if (health.firstToken() == null && health.latency() == null) {
			return "no recent answer, so that its latency is to be found out";
		}
		List<String> known = new ArrayList<>();
		if (health.firstToken() != null) {
			known.add("first token " + health.firstToken().toMillis() + "ms");
		}
		if (health.latency() != null) {
			known.add("latency " + health.latency().toMillis() + "ms");
		}
		return String.join(", ", known);
	}

	private static String price(Model model) {
		if (model.inputPrice() == null && model.outputPrice() == null) {
			return "no known price";
		}
		return "price " + orZero(model.inputPrice()) + " in, " + orZero(model.outputPrice()) + " out";
	}

	private static double orZero(@Nullable Double price) {
		return (price != null) ? price : 0;
	}

	private static @Nullable String passedOver(Model model, ModelHealthSnapshot health) {
		if (ModelDetails.isOut(health)) {
			return (health.state() == ModelState.DISABLED) ? "disabled by hand"
					: "cooling down for " + ModelDetails.seconds(health.coolDownRemaining()) + reason(health);
		}
		if (health.state() == ModelState.PROBING) {
			return "one call is finding out whether it is back" + reason(health);
		}
		Set<FaultKind> condition = model.onlyOn().isEmpty() ? model.entryOnlyOn() : model.onlyOn();
		return condition.isEmpty() ? null
				: "until a call or a model fails with " + condition.stream().map(FaultKind::id).sorted().toList();
	}

	private static String reason(ModelHealthSnapshot health) {
		return (health.outBecause() != null) ? ", after " + health.outBecause().describe() : "";
	}

	private ModelHealthSnapshot snapshot(Model model) {
		ModelHealthSnapshot health = this.models.get(model.id());
		if (health == null) {
			throw new IllegalStateException("Nothing is known of '" + model.id() + "'");
		}
		return health;
	}

	private static String strategy(RoutingStrategy strategy) {
		return strategy.name().toLowerCase(Locale.ROOT);
	}

	private static List<String> ids(List<Model> models) {
		return models.stream().map(Model::id).toList();
	}

}
