package net.taotoken.failover;

import java.time.Duration;

import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SilentStreams}.
 */
class SilentStreamsTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final ManualTime time = new ManualTime();

	private final SilentStreams streams = new SilentStreams(this.time);

	@Test
	void oneCallAsksInOnePieceAfterTwoSilencesInARow() {
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
		silent("a");
		assertThat(this.streams.tryInOnePiece("b")).isFalse();
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
	}

	@Test
	void streamThatBeginsEndsTheRow() {
		silent("a");
		this.streams.begun("a");
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
	}

	@Test
	void streamsThatAreSilentAtTheSameTimeCountOnce() {
		silent("a");
		this.time.advance(LIMIT.minusMillis(1));
		this.streams.silent("a", LIMIT);
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
	}

	@Test
	void attemptInOnePieceThatTellsNothingIsMadeAgain() {
		silent("a");
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
		this.streams.learntNothing("a");
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
	}

	@Test
	void modelThatHangsEitherWayIsNotAskedInOnePieceForAWhile() {
		silent("a");
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
		this.streams.hung("a");
		silent("a");
		silent("a");
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
		this.time.advance(StreamingHabits.MEMORY);
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
	}

	@Test
	void silencesOfLongAgoAreForgotten() {
		silent("a");
		this.time.advance(StreamingHabits.MEMORY);
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
		silent("a");
		this.time.advance(StreamingHabits.MEMORY);
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
	}

	@Test
	void silencesOfAnyNumberOfModelsTakeLittleRoom() {
		silent("a");
		for (int model = 0; model < 1000; model++) {
			this.streams.silent("model " + model, LIMIT);
		}
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
	}

	private void silent(String model) {
		this.time.advance(LIMIT);
		this.streams.silent(model, LIMIT);
	}

}
