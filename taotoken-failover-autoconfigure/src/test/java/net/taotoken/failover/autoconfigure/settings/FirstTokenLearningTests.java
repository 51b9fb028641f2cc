package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;
import java.util.List;

import net.taotoken.failover.autoconfigure.Startup;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.engine.HedgeSettings;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FirstTokenRange;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the properties say of limits that learn.
 */
class FirstTokenLearningTests {

	@Test
	void limitMovesFromAThirdOfItToHalfOfTheTotal() {
		FirstTokenRange range = requireNonNull(timeouts("model-a").learnt());
		assertThat(range.shortest()).isEqualTo(Duration.ofSeconds(10).dividedBy(3));
		assertThat(range.longest()).hasSeconds(60);
	}

	@Test
	void floorAndOtherLimitsSetHowFarItMoves() {
		assertThat(
				timeouts("model-a", "taotoken.timeouts.first-token-floor=1s", "taotoken.timeouts.total=40s").learnt())
			.isEqualTo(range(1, 20));
		assertThat(timeouts("model-a", "taotoken.timeouts.first-token=30s", "taotoken.timeouts.total=40s").learnt())
			.isEqualTo(range(10, 30));
	}

	@Test
	void floorOfAllIsNoLongerThanTheLimitOfARoute() {
		Routes routes = Startup
			.with("taotoken.timeouts.first-token-floor=5s", "taotoken.routes.r.model-priority=x",
					"taotoken.routes.r.timeouts.first-token=2s")
			.bean(Routes.class);
		assertThat(routes.get("r").models().get(0).timeouts().learnt()).isEqualTo(range(2, 60));
	}

	@Test
	void limitOfOneModelIsAPromise() {
		String own = "taotoken.models.model-a.timeouts.first-token=20s";
		assertThat(timeouts("model-a", own).isFirstTokenLearnt()).isFalse();
		assertThat(timeouts("model-a", own).learnt()).as("what else may follow it").isEqualTo(range(20, 20));
		assertThat(timeouts("model-b", own).isFirstTokenLearnt()).isTrue();
		assertThat(timeouts("model-a", "taotoken.models.model-a.timeouts.stall=20s").isFirstTokenLearnt()).isTrue();
	}

	@Test
	void modelsThatOnlyARequestNamesLearnToo() {
		Routes routes = Startup.with().bean(Routes.class);
		Model stranger = routes.resolve(null, "somebody/new", List.of()).models().get(0);
		assertThat(stranger.timeouts().isFirstTokenLearnt()).isTrue();
	}

	@Test
	void nothingIsLearntIfThatIsOff() {
		assertThat(timeouts("model-a", "taotoken.timeouts.learn=false")).isEqualTo(AttemptTimeouts.defaults());
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "AUTO", " \u201cauto\u201d " })
	void hedgesFollowWhatIsLearnt(String auto) {
		assertThat(hedge("taotoken.hedge.after=" + auto)).isEqualTo(HedgeSettings.auto(0.05));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1500ms", "PT1.5S", "\"1500ms\"" })
	void hedgesWaitForATimeThatIsWrittenInAnyForm(String time) {
		assertThat(hedge("taotoken.hedge.after=" + time)).isEqualTo(new HedgeSettings(Duration.ofMillis(1500), 0.05));
	}

	@Test
	void emptyTimeMeansNoHedges() {
		assertThat(hedge("taotoken.hedge.after=")).isNull();
	}

	private static @Nullable HedgeSettings hedge(String property) {
		TaotokenProperties properties = Startup.with(property).bean(TaotokenProperties.class);
		return ChatConverter.convert(properties.getHedge(), properties.getTimeouts());
	}

	private static AttemptTimeouts timeouts(String model, String... properties) {
		Routes routes = Startup.with(properties).bean(Routes.class);
		return routes.get(Route.DEFAULT)
			.models()
			.stream()
			.filter((candidate) -> candidate.id().equals(model))
			.findFirst()
			.orElseThrow()
			.timeouts();
	}

	private static FirstTokenRange range(long shortestSeconds, long longestSeconds) {
		return new FirstTokenRange(Duration.ofSeconds(shortestSeconds), Duration.ofSeconds(longestSeconds));
	}

}
