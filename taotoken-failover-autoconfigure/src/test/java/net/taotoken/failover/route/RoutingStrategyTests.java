package net.taotoken.failover.route;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for the orders that {@link RoutingStrategy} makes.
 */
class RoutingStrategyTests {

	private final Map<String, Double> scores = new HashMap<>();

	private final Map<String, Duration> latencies = new HashMap<>();

	private final Map<String, Duration> firstTokens = new HashMap<>();

	private final Map<String, Integer> underWay = new HashMap<>();

	private final Random random = new Random(1);

	private final ModelSignals signals = new ModelSignals() {
		@Override
		public double score(String model) {
			return RoutingStrategyTests.this.scores.getOrDefault(model, 0.9);
		}

		@Override
		public @Nullable Duration latency(String model) {
			return RoutingStrategyTests.this.latencies.get(model);
		}

		@Override
		public @Nullable Duration firstToken(String model) {
			return RoutingStrategyTests.this.firstTokens.get(model);
		}

		@Override
		public int underWay(String model) {
			return RoutingStrategyTests.this.underWay.getOrDefault(model, 0);
		}
	};

	@Test
	void priorityIsTheList() {
		this.scores.put("b", 1.0);
		assertThat(order(RoutingStrategy.PRIORITY, model("a"), model("b"), model("c"))).containsExactly("a", "b", "c");
	}

	@Test
	void healthiestIsTheBestScoreFirstAndEqualsAsListed() {
		this.scores.putAll(Map.of("a", 0.5, "b", 0.7, "d", 0.99));
		assertThat(order(RoutingStrategy.HEALTHIEST, model("a"), model("b"), model("c"), model("d"), model("e")))
			.containsExactly("d", "c", "e", "b", "a");
	}

	@Test
	void fastestIsTheShortestAnswerFirstAfterThoseThatNobodyKnows() {
		this.latencies
			.putAll(Map.of("a", Duration.ofMillis(300), "b", Duration.ofMillis(100), "d", Duration.ofMillis(200)));
		assertThat(order(RoutingStrategy.FASTEST, model("a"), model("b"), model("c"), model("d"))).containsExactly("c",
				"b", "d", "a");
	}

	@Test
	void fastestComparesFirstTokensWithFirstTokens() {
		this.latencies.putAll(Map.of("a", Duration.ofSeconds(9), "b", Duration.ofSeconds(1)));
		this.firstTokens
			.putAll(Map.of("a", Duration.ofMillis(200), "b", Duration.ofMillis(500), "c", Duration.ofMillis(300)));
		assertThat(order(RoutingStrategy.FASTEST, model("b"), model("c"), model("a"))).as("c was only streamed")
			.containsExactly("a", "c", "b");
	}

	@Test
	void fastestComparesWholeAnswersIfSomeModelIsKnownByThemOnly() {
		this.latencies
			.putAll(Map.of("a", Duration.ofSeconds(9), "b", Duration.ofSeconds(1), "c", Duration.ofSeconds(2)));
		this.firstTokens.putAll(Map.of("a", Duration.ofMillis(200), "b", Duration.ofMillis(500)));
		assertThat(order(RoutingStrategy.FASTEST, model("a"), model("b"), model("c"))).containsExactly("b", "c", "a");
	}

	@Test
	void fastestCountsWhatIsUnderWay() {
		this.latencies.putAll(Map.of("a", Duration.ofMillis(100), "b", Duration.ofMillis(300)));
		Map<String, Integer> calls = new HashMap<>();
		for (int call = 0; call < 40; call++) {
			String first = order(RoutingStrategy.FASTEST, model("a"), model("b")).get(0);
			this.underWay.merge(first, 1, Integer::sum);
			calls.merge(first, 1, Integer::sum);
		}
		assertThat(calls.get("a")).as("by their speed").isBetween(29, 31);
	}

	@Test
	void fastestAsksAModelThatNobodyKnowsByOneCallAtATime() {
		this.latencies.put("a", Duration.ofMillis(100));
		this.underWay.put("b", 1);
		assertThat(order(RoutingStrategy.FASTEST, model("a"), model("b"))).containsExactly("a", "b");
	}

	@Test
	void fastestLetsChanceDecideBetweenEquals() {
		this.latencies.putAll(Map.of("a", Duration.ofMillis(100), "b", Duration.ofMillis(101)));
		long first = IntStream.range(0, 1000)
			.filter((call) -> order(RoutingStrategy.FASTEST, model("a"), model("b")).get(0).equals("a"))
			.count();
		assertThat(first).isBetween(500L, 700L);
	}

	@Test
	void cheapestIsTheLowestSumFirstAndThoseWithoutAPriceLast() {
		assertThat(order(RoutingStrategy.CHEAPEST, priced("a", 3.0, 15.0), model("b"), priced("c", 1.0, 5.0),
				priced("d", 6.0, null), priced("e", null, 5.5), priced("f", 0.0, 0.0)))
			.containsExactly("f", "e", "c", "d", "a", "b");
	}

	@Test
	void weightedDrawsTheFirstInProportionAndWeightZeroLast() {
		Map<String, Integer> first = new HashMap<>();
		for (int call = 0; call < 10_000; call++) {
			List<String> order = order(RoutingStrategy.WEIGHTED, weighted("zero", 0), weighted("a", 1),
					weighted("b", 3), weighted("c", 6));
			first.merge(order.get(0), 1, Integer::sum);
			assertThat(order.get(3)).isEqualTo("zero");
		}
		assertThat(first.get("a")).isCloseTo(1000, within(150));
		assertThat(first.get("b")).isCloseTo(3000, within(200));
		assertThat(first.get("c")).isCloseTo(6000, within(200));
	}

	private List<String> order(RoutingStrategy strategy, Model... models) {
		return strategy.order(List.of(models), this.signals, this.random).stream().map(Model::id).toList();
	}

	private static Model model(String id) {
		return Model.of(id, AttemptTimeouts.defaults());
	}

	private static Model priced(String id, @Nullable Double input, @Nullable Double output) {
		return Model.builder(id).inputPrice(input).outputPrice(output).build();
	}

	private static Model weighted(String id, double weight) {
		return Model.builder(id).weight(weight).build();
	}

}
