package net.taotoken.failover.health;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LackMemory}.
 */
class LackMemoryTests {

	private static final MissingFeature IMAGES = MissingFeature.of(Feature.IMAGES);

	private static final MissingFeature TOOLS = MissingFeature.of(Feature.TOOLS);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	/** Close to where the clock of a machine may turn over. */
	private static final long START = Long.MAX_VALUE - 5;

	private final LackMemory memory = new LackMemory();

	@Test
	void emptyMemorySaysSo() {
		assertThat(this.memory.isEmpty()).isTrue();
		assertThat(this.memory.of("a", START)).isEmpty();
		this.memory.add("a", IMAGES, START, Duration.ZERO);
		assertThat(this.memory.isEmpty()).as("nothing is remembered for no time").isTrue();
	}

	@Test
	void featureIsRememberedOfItsModelUntilItsTimeIsOver() {
		this.memory.add("a", IMAGES, START, MINUTE);
		assertThat(this.memory.isEmpty()).isFalse();
		assertThat(this.memory.of("b", START)).isEmpty();
		assertThat(this.memory.of("a", START + MINUTE.toNanos() - 1)).containsExactly(IMAGES);
		assertThat(this.memory.of("a", START + MINUTE.toNanos())).isEmpty();
		assertThat(this.memory.isEmpty()).as("looking forgets what is over").isTrue();
	}

	@Test
	void featuresAreForgottenOneByOne() {
		this.memory.add("a", IMAGES, START, MINUTE);
		this.memory.add("a", TOOLS, START + 1, MINUTE);
		assertThat(this.memory.of("a", START + 1)).containsExactlyInAnyOrder(IMAGES, TOOLS);
		assertThat(this.memory.of("a", START + MINUTE.toNanos())).containsExactly(TOOLS);
	}

	@Test
	void addingForgetsWhatIsOver() {
		this.memory.add("a", IMAGES, START, MINUTE);
		this.memory.add("b", IMAGES, START + MINUTE.toNanos(), MINUTE);
		assertThat(this.memory.of("a", START)).as("seen by a thread that was held up").isEmpty();
		assertThat(this.memory.of("b", START + MINUTE.toNanos())).containsExactly(IMAGES);
	}

	@Test
	void featureThatIsSeenAgainIsRememberedLonger() {
		this.memory.add("a", IMAGES, START, MINUTE);
		this.memory.add("a", IMAGES, START + 10, MINUTE);
		assertThat(this.memory.of("a", START + MINUTE.toNanos() + 9)).containsExactly(IMAGES);
	}

	@Test
	void thirtyFeaturesOfAModelAreRemembered() {
		for (int i = 0; i < 40; i++) {
			this.memory.add("a", parameter(i), START, MINUTE);
		}
		Set<MissingFeature> known = this.memory.of("a", START);
		assertThat(known).hasSize(30).contains(parameter(0), parameter(29));
	}

	@Test
	void featuresOfTwoHundredModelsAreRemembered() {
		for (int i = 0; i < 220; i++) {
			this.memory.add("m" + i, IMAGES, START, MINUTE);
		}
		assertThat(this.memory.of("m199", START)).containsExactly(IMAGES);
		assertThat(this.memory.of("m200", START)).isEmpty();
		this.memory.add("m0", TOOLS, START, MINUTE);
		assertThat(this.memory.of("m0", START)).containsExactlyInAnyOrder(IMAGES, TOOLS);
	}

	private static MissingFeature parameter(int number) {
		String name = "p" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
		return Objects.requireNonNull(MissingFeature.ofParameter(name));
	}

}
