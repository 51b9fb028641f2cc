package net.taotoken.failover.route;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LiveRoutesTests {

	private final LiveRoutes live = new LiveRoutes(routes("a", "b", "c"));

	private static Routes routes(String... defaults) {
		return new Routes(List.of(Route.of(Route.DEFAULT, defaults).withStrategy(RoutingStrategy.HEALTHIEST),
				Route.of("cheap", "c", "d")));
	}

	private List<String> ids(String route) {
		return this.live.get().get(route).models().stream().map(Model::id).toList();
	}

	@Test
	void modelsThatAnOrderDoesNotNameFollowAsListedNow() {
		this.live.setOrder(Route.DEFAULT, List.of("c"));
		assertThat(ids(Route.DEFAULT)).containsExactly("c", "a", "b");
		this.live.setOrder(Route.DEFAULT, List.of("b"));
		assertThat(ids(Route.DEFAULT)).containsExactly("b", "c", "a");
		assertThat(this.live.ordered()).containsExactly(Route.DEFAULT);
	}

	@Test
	void orderReplacesTheStrategyUntilItIsReset() {
		this.live.setOrder(Route.DEFAULT, List.of("c", "b"));
		assertThat(this.live.get().get(Route.DEFAULT).strategy()).isEqualTo(RoutingStrategy.PRIORITY);
		assertThat(this.live.configured().get(Route.DEFAULT).strategy()).isEqualTo(RoutingStrategy.HEALTHIEST);
		this.live.resetOrder(Route.DEFAULT);
		assertThat(this.live.get().get(Route.DEFAULT).strategy()).isEqualTo(RoutingStrategy.HEALTHIEST);
		assertThat(ids(Route.DEFAULT)).containsExactly("a", "b", "c");
	}

	@Test
	void orderOfOneRouteLeavesTheOthersAlone() {
		this.live.setOrder(Route.DEFAULT, List.of("c"));
		assertThat(ids("cheap")).containsExactly("c", "d");
	}

	@Test
	void wrongOrdersChangeNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.live.setOrder(Route.DEFAULT, List.of("d")))
			.withMessage("The route 'default' has no model 'd': it has [a, b, c]");
		assertThatIllegalArgumentException().isThrownBy(() -> this.live.setOrder(Route.DEFAULT, List.of("b", "b")))
			.withMessageContaining("twice");
		assertThatIllegalArgumentException().isThrownBy(() -> this.live.setOrder(Route.DEFAULT, List.of()))
			.withMessageContaining("no model");
		assertThatIllegalArgumentException().isThrownBy(() -> this.live.setOrder("none", List.of("a")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.live.resetOrder("none"));
		assertThat(this.live.ordered()).isEmpty();
		assertThat(ids(Route.DEFAULT)).containsExactly("a", "b", "c");
	}

	@Test
	void newConfigurationKeepsTheOrderOfARouteWhoseListIsTheSame() {
		this.live.setOrder(Route.DEFAULT, List.of("c"));
		this.live.setOrder("cheap", List.of("d"));
		this.live.change((before) -> routes("a", "b", "x"));
		assertThat(ids(Route.DEFAULT)).containsExactly("a", "b", "x");
		assertThat(ids("cheap")).containsExactly("d", "c");
		assertThat(this.live.ordered()).containsExactly("cheap");
	}

	@Test
	void newConfigurationMayDropARouteThatWasOrdered() {
		this.live.setOrder("cheap", List.of("d"));
		this.live.change((before) -> new Routes(List.of(Route.of(Route.DEFAULT, "a"))));
		assertThat(this.live.ordered()).isEmpty();
		assertThat(this.live.get().all()).hasSize(1);
	}

}
