package net.taotoken.failover.route;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CurrentRoutesTests {

	private final List<PriorityChange> changes = new ArrayList<>();

	private final CurrentRoutes current = new CurrentRoutes(routes("a", "b", "c"), List.of((change) -> {
		throw new IllegalStateException("a listener that fails harms nobody");
	}, this.changes::add));

	private static Routes routes(String... defaults) {
		return new Routes(List.of(Route.of(Route.DEFAULT, defaults).withStrategy(RoutingStrategy.HEALTHIEST),
				Route.of("cheap", "c", "d")));
	}

	private List<String> ids(String route) {
		return this.current.get().get(route).models().stream().map(Model::id).toList();
	}

	@Test
	void modelsThatAnOrderDoesNotNameFollowAsListedNow() {
		this.current.setOrder(Route.DEFAULT, List.of("c"), null);
		assertThat(ids(Route.DEFAULT)).containsExactly("c", "a", "b");
		this.current.setOrder(Route.DEFAULT, List.of("b"), null);
		assertThat(ids(Route.DEFAULT)).containsExactly("b", "c", "a");
		assertThat(this.current.ordered()).containsExactly(Route.DEFAULT);
	}

	@Test
	void orderReplacesTheStrategyUntilItIsReset() {
		this.current.setOrder(Route.DEFAULT, List.of("c", "b"), null);
		assertThat(this.current.get().get(Route.DEFAULT).strategy()).isEqualTo(RoutingStrategy.PRIORITY);
		assertThat(this.current.configured().get(Route.DEFAULT).strategy()).isEqualTo(RoutingStrategy.HEALTHIEST);
		this.current.resetOrder(Route.DEFAULT, null);
		assertThat(this.current.get().get(Route.DEFAULT).strategy()).isEqualTo(RoutingStrategy.HEALTHIEST);
		assertThat(ids(Route.DEFAULT)).containsExactly("a", "b", "c");
	}

	@Test
	void orderOfOneRouteLeavesTheOthersAlone() {
		this.current.setOrder(Route.DEFAULT, List.of("c"), null);
		assertThat(ids("cheap")).containsExactly("c", "d");
	}

	@Test
	void wrongOrdersChangeNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.current.setOrder(Route.DEFAULT, List.of("d"), null))
			.withMessage("The route 'default' has no model 'd': it has [a, b, c]");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.current.setOrder(Route.DEFAULT, List.of("b", "b"), null))
			.withMessageContaining("twice");
		assertThatIllegalArgumentException().isThrownBy(() -> this.current.setOrder(Route.DEFAULT, List.of(), null))
			.withMessageContaining("no model");
		assertThatIllegalArgumentException().isThrownBy(() -> this.current.setOrder("none", List.of("a"), null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.current.resetOrder("none", null));
		assertThat(this.current.ordered()).isEmpty();
		assertThat(ids(Route.DEFAULT)).containsExactly("a", "b", "c");
	}

	@Test
	void newConfigurationKeepsTheOrderOfARouteWhoseListIsTheSame() {
		this.current.setOrder(Route.DEFAULT, List.of("c"), null);
		this.current.setOrder("cheap", List.of("d"), null);
		this.current.change((before) -> routes("a", "b", "x"));
		assertThat(ids(Route.DEFAULT)).containsExactly("a", "b", "x");
		assertThat(ids("cheap")).containsExactly("d", "c");
		assertThat(this.current.ordered()).containsExactly("cheap");
	}

	@Test
	void newConfigurationMayDropARouteThatWasOrdered() {
		this.current.setOrder("cheap", List.of("d"), null);
		this.current.change((before) -> new Routes(List.of(Route.of(Route.DEFAULT, "a"))));
		assertThat(this.current.ordered()).isEmpty();
		assertThat(this.current.get().all()).hasSize(1);
	}

	@Test
	void orderByHandIsToldIfItDiffers() {
		this.current.setOrder(Route.DEFAULT, List.of("a"), "alice");
		assertThat(this.changes).isEmpty();
		this.current.setOrder(Route.DEFAULT, List.of("c"), "alice");
		this.current.setOrder(Route.DEFAULT, List.of("c", "a"), "alice");
		this.current.resetOrder(Route.DEFAULT, null);
		this.current.resetOrder(Route.DEFAULT, null);
		assertThat(this.changes).containsExactly(
				new PriorityChange(Route.DEFAULT, List.of("a", "b", "c"), List.of("c", "a", "b"), true, "alice"),
				new PriorityChange(Route.DEFAULT, List.of("c", "a", "b"), List.of("a", "b", "c"), true, null));
	}

	@Test
	void newConfigurationIsToldOfEachRouteThatDiffers() {
		this.current.setOrder("cheap", List.of("d"), null);
		this.changes.clear();
		this.current.change((before) -> routes("a", "c"));
		this.current.change((before) -> routes("a", "c"));
		assertThat(this.changes)
			.containsExactly(new PriorityChange(Route.DEFAULT, List.of("a", "b", "c"), List.of("a", "c"), false, null));
	}

	@Test
	void routeThatComesOrGoesIsTold() {
		this.current
			.change((before) -> new Routes(List.of(Route.of(Route.DEFAULT, "a", "b", "c"), Route.of("new", "a"))));
		assertThat(this.changes).containsExactly(new PriorityChange("cheap", List.of("c", "d"), List.of(), false, null),
				new PriorityChange("new", List.of(), List.of("a"), false, null));
	}

}
