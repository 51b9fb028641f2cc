package net.taotoken.failover.route;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CurrentRoutesTests {

	private final List<PriorityChange> changes = new ArrayList<>();

	private final CurrentRoutes live = new CurrentRoutes(routes("a", "b", "c"), List.of((change) -> {
		throw new IllegalStateException("a listener that fails harms nobody");
	}, this.changes::add));

	private static Routes routes(String... defaults) {
		return new Routes(List.of(Route.of(Route.DEFAULT, defaults).withStrategy(RoutingStrategy.HEALTHIEST),
				Route.of("cheap", "c", "d")));
	}

	private List<String> ids(String route) {
		return this.live.get().get(route).models().stream().map(Model::id).toList();
	}

	@Test
	void modelsThatAnOrderDoesNotNameFollowAsListedNow() {
		this.live.setOrder(Route.DEFAULT, List.of("c"), null);
		assertThat(ids(Route.DEFAULT)).containsExactly("c", "a", "b");
		this.live.setOrder(Route.DEFAULT, List.of("b"), null);
		assertThat(ids(Route.DEFAULT)).containsExactly("b", "c", "a");
		assertThat(this.live.ordered()).containsExactly(Route.DEFAULT);
	}

	@Test
	void orderReplacesTheStrategyUntilItIsReset() {
		this.live.setOrder(Route.DEFAULT, List.of("c", "b"), null);
		assertThat(this.live.get().get(Route.DEFAULT).strategy()).isEqualTo(RoutingStrategy.PRIORITY);
		assertThat(this.live.configured().get(Route.DEFAULT).strategy()).isEqualTo(RoutingStrategy.HEALTHIEST);
		this.live.resetOrder(Route.DEFAULT, null);
		assertThat(this.live.get().get(Route.DEFAULT).strategy()).isEqualTo(RoutingStrategy.HEALTHIEST);
		assertThat(ids(Route.DEFAULT)).containsExactly("a", "b", "c");
	}

	@Test
	void orderOfOneRouteLeavesTheOthersAlone() {
		this.live.setOrder(Route.DEFAULT, List.of("c"), null);
		assertThat(ids("cheap")).containsExactly("c", "d");
	}

	@Test
	void wrongOrdersChangeNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.live.setOrder(Route.DEFAULT, List.of("d"), null))
			.withMessage("The route 'default' has no model 'd': it has [a, b, c]");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.live.setOrder(Route.DEFAULT, List.of("b", "b"), null))
			.withMessageContaining("twice");
		assertThatIllegalArgumentException().isThrownBy(() -> this.live.setOrder(Route.DEFAULT, List.of(), null))
			.withMessageContaining("no model");
		assertThatIllegalArgumentException().isThrownBy(() -> this.live.setOrder("none", List.of("a"), null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.live.resetOrder("none", null));
		assertThat(this.live.ordered()).isEmpty();
		assertThat(ids(Route.DEFAULT)).containsExactly("a", "b", "c");
	}

	@Test
	void newConfigurationKeepsTheOrderOfARouteWhoseListIsTheSame() {
		this.live.setOrder(Route.DEFAULT, List.of("c"), null);
		this.live.setOrder("cheap", List.of("d"), null);
		this.live.change((before) -> routes("a", "b", "x"));
		assertThat(ids(Route.DEFAULT)).containsExactly("a", "b", "x");
		assertThat(ids("cheap")).containsExactly("d", "c");
		assertThat(this.live.ordered()).containsExactly("cheap");
	}

	@Test
	void newConfigurationMayDropARouteThatWasOrdered() {
		this.live.setOrder("cheap", List.of("d"), null);
		this.live.change((before) -> new Routes(List.of(Route.of(Route.DEFAULT, "a"))));
		assertThat(this.live.ordered()).isEmpty();
		assertThat(this.live.get().all()).hasSize(1);
	}

	@Test
	void orderByHandIsToldIfItDiffers() {
		this.live.setOrder(Route.DEFAULT, List.of("a"), "alice");
		assertThat(this.changes).isEmpty();
		this.live.setOrder(Route.DEFAULT, List.of("c"), "alice");
		this.live.setOrder(Route.DEFAULT, List.of("c", "a"), "alice");
		this.live.resetOrder(Route.DEFAULT, null);
		this.live.resetOrder(Route.DEFAULT, null);
		assertThat(this.changes).containsExactly(
				new PriorityChange(Route.DEFAULT, List.of("a", "b", "c"), List.of("c", "a", "b"), true, "alice"),
				new PriorityChange(Route.DEFAULT, List.of("c", "a", "b"), List.of("a", "b", "c"), true, null));
	}

	@Test
	void newConfigurationIsToldOfEachRouteThatDiffers() {
		this.live.setOrder("cheap", List.of("d"), null);
		this.changes.clear();
		this.live.change((before) -> routes("a", "c"));
		this.live.change((before) -> routes("a", "c"));
		assertThat(this.changes)
			.containsExactly(new PriorityChange(Route.DEFAULT, List.of("a", "b", "c"), List.of("a", "c"), false, null));
	}

	@Test
	void routeThatComesOrGoesIsTold() {
		this.live.change((before) -> new Routes(List.of(Route.of(Route.DEFAULT, "a", "b", "c"), Route.of("new", "a"))));
		assertThat(this.changes).containsExactly(new PriorityChange("cheap", List.of("c", "d"), List.of(), false, null),
				new PriorityChange("new", List.of(), List.of("a"), false, null));
	}

}
