package net.taotoken.failover.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.health.ModelState;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what is known of a model, for people and scripts. What is unknown is left
 * out.
 */
final class ModelDetails {

	private final Map<String, Object> details = new LinkedHashMap<>();

	private ModelDetails() {
	}

	/**
	 * The details of a model.
	 * @param model what is known of it
	 * @param position its place in the default route, or 0
	 * @return the details in order
	 */
	static Map<String, Object> of(ModelHealthSnapshot model, int position) {
		ModelDetails details = new ModelDetails();
		details.put("position", (position > 0) ? position : null);
		details.put("state", model.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
		details.put("successes", model.successes());
		details.put("errors", model.errors());
		details.put("successRate", rounded(model.successRate()));
		details.put("latency", (model.latency() != null) ? model.latency().toMillis() + "ms" : null);
		if (model.latency() == null && model.firstToken() != null) {
			// its answers are read as they come, and only their readers know how long
			// that took
			details.put("firstToken", model.firstToken().toMillis() + "ms");
		}
		details.put("cooldownRemaining", seconds(model.coolDownRemaining()));
		details.put("outBecause", outBecause(model));
		details.put("demotedBecause", model.demotedBecause());
		details.put("lacks", model.lacks().isEmpty() ? null
				: model.lacks().stream().map(MissingFeature::toString).sorted().toList());
		details.put("lastFault", (model.lastFault() != null) ? fault(model.lastFault()) : null);
		details.put("lastFaultAt", (model.lastFaultAt() != null) ? Instants.text(model.lastFaultAt()) : null);
		return details.details;
	}

	// A model whose cool-down has ended counts as usable before it was probed: a load
	// balancer that follows this status would else never send the call that probes it.
	static boolean isOut(ModelHealthSnapshot model) {
		return model.state() == ModelState.DISABLED
				|| (model.state() == ModelState.COOLING_DOWN && !model.coolDownRemaining().isZero());
	}

	private static @Nullable Object outBecause(ModelHealthSnapshot model) {
		if (model.state() == ModelState.DISABLED) {
			return "disabled by hand";
		}
		return (model.outBecause() != null) ? model.outBecause().describe() : null;
	}

	static Map<String, Object> fault(Fault fault) {
		ModelDetails details = new ModelDetails();
		details.put("kind", fault.kind().id());
		details.put("status", fault.status());
		details.put("code", fault.code());
		details.put("hint", fault.hint());
		return details.details;
	}

	private void put(String name, @Nullable Object value) {
		if (value != null) {
			this.details.put(name, value);
		}
	}

	static @Nullable Double rounded(@Nullable Double rate) {
		return (rate != null) ? Math.round(rate * 1000) / 1000.0 : null;
	}

	static @Nullable String seconds(Duration duration) {
		return duration.isZero() ? null : duration.plusNanos(999_999_999).toSeconds() + "s";
	}

}
