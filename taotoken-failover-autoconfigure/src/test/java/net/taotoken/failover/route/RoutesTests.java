package net.taotoken.failover.route;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import net.taotoken.failover.fault.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Routes}.
 */
class RoutesTests {

	private final Model conditional = Model.builder("spare")
		.contextWindow(8000)
		.onlyOn(Set.of(FaultKind.QUOTA_EXHAUSTED))
		.build();

	private final Routes routes = new Routes(
			List.of(Route.of("default", "a", "b").withStrategy(RoutingStrategy.CHEAPEST), Route.of("fast", "c", "a")),
			List.of(this.conditional));

	@Test
	void requestThatSaysNothingGoesAlongTheDefaultRoute() {
		assertThat(this.routes.resolve(null, null, List.of())).isSameAs(this.routes.get("default"));
	}

	@Test
	void modelFieldMayNameARoute() {
		assertThat(this.routes.resolve(null, "fast", List.of())).isSameAs(this.routes.get("fast"));
	}

	@Test
	void modelFieldNamesAModelWhereARouteIsNamedToo() {
		assertThat(ids(this.routes.resolve("default", "fast", List.of()))).containsExactly("fast", "a", "b");
	}

	@Test
	void modelThatIsNamedComesFirstAndTheRestOfTheRouteFollows() {
		Route route = this.routes.resolve(null, "b", List.of());
		assertThat(ids(route)).containsExactly("b", "a");
		assertThat(route.strategy()).isEqualTo(RoutingStrategy.PRIORITY);
		assertThat(ids(this.routes.resolve("fast", "new", List.of()))).containsExactly("new", "c", "a");
	}

	@Test
	void ownModelsReplaceTheListAndKeepTheStrategy() {
		Route route = this.routes.resolve(null, null, List.of("x", "b"));
		assertThat(ids(route)).containsExactly("x", "b");
		assertThat(route.strategy()).isEqualTo(RoutingStrategy.CHEAPEST);
		assertThat(ids(this.routes.resolve(null, "y", List.of("x", "b")))).containsExactly("y", "x", "b");
	}

	@Test
	void modelThatIsNamedIsAskedWithoutItsConditionAndWithWhatIsKnownOfIt() {
		Model named = this.routes.resolve(null, "spare", List.of()).models().get(0);
		assertThat(named.onlyOn()).isEmpty();
		assertThat(named.contextWindow()).isEqualTo(8000);
	}

	@Test
	void unknownRouteIsRefusedWithTheNamesThatThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.routes.resolve("slow", null, List.of()))
			.withMessageContaining("'slow'")
			.withMessageContaining("[default, fast]");
	}

	@Test
	void knownModelsAreThoseOfAllRoutesAndTheFurtherOnes() {
		assertThat(this.routes.knownModels()).containsExactly("a", "b", "c", "spare");
		assertThat(this.routes.models()).containsExactly("a", "b", "c");
		assertThat(this.routes.isKnown("spare")).isTrue();
		assertThat(this.routes.isKnown("x")).isFalse();
	}

	@Test
	void routesWithoutADefaultOrWithOneTwiceAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Routes(List.of(Route.of("other", "a"))))
			.withMessageContaining("'default'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Routes(List.of(Route.of("default", "a"), Route.of("default", "b"))))
			.withMessageContaining("twice");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "a\r", "a\u001b[31mred", "a\u0000", "a\u2028", "a\u202e", "a\ud800", " ", "" })
	void idThatCannotBeShownIsRefused(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.routes.resolve(null, id, List.of()))
			.withMessageContaining("'model'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.routes.resolve(null, null, List.of("a", id)))
			.withMessageContaining("'models'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.routes.resolve(id, null, List.of()))
			.withMessageContaining("'route'");
	}

	@Test
	void longIdIsRefusedWithoutRepeatingIt() {
		String id = "x".repeat(5_000_000);
		assertThatIllegalArgumentException().isThrownBy(() -> this.routes.resolve(null, id, List.of()))
			.withMessage("'model' has 5000000 characters, but must have 256 at most");
		assertThat(this.routes.resolve(null, "x".repeat(256), List.of()).models()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "anthropic/claude-sonnet-4.6:free", "通义千问-max", "accounts/x/models/y@2026-01-01#z", "gpt 4" })
	void idsOfAllHousesAreTaken(String id) {
		assertThat(this.routes.resolve(null, id, List.of()).models().get(0).id()).isEqualTo(id);
	}

	@Test
	void listOfARequestHasAnEnd() {
		List<String> many = IntStream.range(0, 1500).mapToObj((i) -> "m" + i).toList();
		assertThatIllegalArgumentException().isThrownBy(() -> this.routes.resolve(null, null, many))
			.withMessage("'models' names 1500 models, but must name 100 at most");
		assertThat(this.routes.resolve(null, null, many.subList(0, 100)).models()).hasSize(100);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.routes.resolve(null, null, Collections.nCopies(2, "a")))
			.withMessageContaining("twice");
	}

	@Test
	void modelsOfTheDefaultRouteComeFirst() {
		Routes routes = new Routes(List.of(Route.of("fast", "c", "a"), Route.of("default", "a", "b")));
		assertThat(routes.models()).containsExactly("a", "b", "c");
		assertThat(routes.knownModels()).containsExactly("a", "b", "c");
	}

	@Test
	void modelOfTheRouteIsTakenAsTheRouteKnowsIt() {
		Route own = Route.of("own", "a", "b")
			.withModels(List.of(Model.of("a", AttemptTimeouts.defaults()), this.conditional));
		Routes routes = new Routes(List.of(Route.of("default", "spare"), own));
		assertThat(routes.resolve("own", "spare", List.of()).models().get(0).contextWindow()).isEqualTo(8000);
		assertThat(routes.resolve(null, "spare", List.of()).models().get(0).contextWindow()).isNull();
	}

	private static List<String> ids(Route route) {
		return route.models().stream().map(Model::id).toList();
	}

}
