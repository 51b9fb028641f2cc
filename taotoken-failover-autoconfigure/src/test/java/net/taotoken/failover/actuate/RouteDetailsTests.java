package net.taotoken.failover.actuate;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.ModelHealthSnapshot;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.RoutingStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RouteDetails}.
 */
class RouteDetailsTests {

	private static final Model PLAIN = Model.builder("a").build();

	@Test
	void placeIsThatOfTheList() {
		assertThat(line(RoutingStrategy.PRIORITY, PLAIN, well())).containsEntry("because", "number 1 of the list")
			.doesNotContainKeys("passedOver", "firstTokenLimits");
	}

	@Test
	void healthiestTellsItsScore() {
		assertThat(line(RoutingStrategy.HEALTHIEST, PLAIN, well())).containsEntry("because", "score 0.9");
	}

	@Test
	void fastestTellsWhatIsKnownOfItsTimes() {
		assertThat(line(RoutingStrategy.FASTEST, PLAIN, well())).containsEntry("because",
				"no recent answer, so that its latency is to be found out");
		assertThat(line(RoutingStrategy.FASTEST, PLAIN, timed(Duration.ofMillis(900), Duration.ofMillis(20))))
			.containsEntry("because", "first token 20ms, latency 900ms");
		assertThat(line(RoutingStrategy.FASTEST, PLAIN, timed(Duration.ofMillis(900), null))).containsEntry("because",
				"latency 900ms");
		assertThat(line(RoutingStrategy.FASTEST, PLAIN, timed(null, Duration.ofMillis(20)))).containsEntry("because",
				"first token 20ms");
	}

	@Test
	void cheapestTellsItsPrice() {
		assertThat(line(RoutingStrategy.CHEAPEST, PLAIN, well())).containsEntry("because", "no known price");
		assertThat(line(RoutingStrategy.CHEAPEST, Model.builder("a").outputPrice(2.5).build(), well()))
			.containsEntry("because", "price 0.0 in, 2.5 out");
		assertThat(line(RoutingStrategy.CHEAPEST, Model.builder("a").inputPrice(0.5).build(), well()))
			.containsEntry("because", "price 0.5 in, 0.0 out");
	}

	@Test
	void weightedTellsItsWeight() {
		assertThat(line(RoutingStrategy.WEIGHTED, Model.builder("a").weight(3).build(), well()))
			.containsEntry("because", "weight 3.0, drawn anew by each call");
	}

	@Test
	void demotedModelTellsWhy() {
		assertThat(line(RoutingStrategy.PRIORITY, PLAIN, state(ModelState.HEALTHY, null, "little quota")))
			.containsEntry("because", "number 1 of the list, but behind the others: little quota");
	}

	@Test
	void modelThatIsPassedOverTellsWhy() {
		assertThat(line(RoutingStrategy.PRIORITY, PLAIN, state(ModelState.DISABLED, null, null)))
			.containsEntry("passedOver", "disabled by hand");
		assertThat(line(RoutingStrategy.PRIORITY, PLAIN,
				state(ModelState.COOLING_DOWN, Fault.of(FaultKind.OVERLOADED), null)))
			.containsEntry("passedOver", "cooling down for 5s, after overloaded");
		assertThat(line(RoutingStrategy.PRIORITY, PLAIN, state(ModelState.PROBING, null, null)))
			.containsEntry("passedOver", "one call is finding out whether it is back");
	}

	@Test
	void modelWithAConditionTellsIt() {
		Set<FaultKind> condition = EnumSet.of(FaultKind.TIMEOUT, FaultKind.OVERLOADED);
		assertThat(line(RoutingStrategy.PRIORITY, Model.builder("a").onlyOn(condition).build(), well()))
			.containsEntry("passedOver", "until a call or a model fails with [overloaded, timeout]");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> line(RoutingStrategy strategy, Model model, ModelHealthSnapshot health) {
		Route route = Route.of(Route.DEFAULT, "a").withModels(List.of(model)).withStrategy(strategy);
		Map<String, Object> details = new RouteDetails(route, List.of(model), Map.of("a", health), Map.of())
			.write(false, route);
		return ((List<Map<String, Object>>) requireNonNull(details.get("why"))).get(0);
	}

	private static ModelHealthSnapshot well() {
		return state(ModelState.HEALTHY, null, null);
	}

	private static ModelHealthSnapshot timed(@Nullable Duration latency, @Nullable Duration firstToken) {
		return new ModelHealthSnapshot("a", ModelState.HEALTHY, 9, 1, 0.9, latency, firstToken, Duration.ZERO, null,
				null, null, null, Set.of());
	}

	private static ModelHealthSnapshot state(ModelState state, @Nullable Fault outBecause, @Nullable String demoted) {
		return new ModelHealthSnapshot("a", state, 9, 1, 0.9, null, null, Duration.ofSeconds(5), outBecause, null, null,
				demoted, Set.of());
	}

}
