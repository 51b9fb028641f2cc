package net.taotoken.failover;

import java.time.Duration;
import java.util.function.Supplier;

import net.taotoken.failover.StreamingHabits.Habit;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SilentStreams}.
 */
class SilentStreamsTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final ManualTime time = new ManualTime();

	private final StreamingHabits habits = new StreamingHabits(this.time);

	private final SilentStreams streams = new SilentStreams(this.habits, this.time);

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
		assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> inOnePiece(() -> {
			throw failure(FaultKind.OVERLOADED);
		}));
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
		assertThat(this.habits.of("a")).isEqualTo(Habit.UNKNOWN);
	}

	@Test
	void errorOfTheMachineTellsNothing() {
		silent("a");
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> inOnePiece(() -> {
			throw new StackOverflowError();
		}));
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
	}

	@Test
	void answerThatTakesLongerThanAFirstTokenMayTellsThatStreamsAreSilent() {
		silent("a");
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
		assertThat(inOnePiece(() -> {
			this.time.advance(LIMIT.plusMillis(1));
			return "answer";
		})).isEqualTo("answer");
		assertThat(this.habits.of("a")).isEqualTo(Habit.STREAMS_SILENTLY);
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
	}

	@Test
	void answerWithinTheTimeOfAFirstTokenTellsThatTheModelHungForAWhile() {
		silent("a");
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
		inOnePiece(() -> {
			this.time.advance(LIMIT);
			return "answer";
		});
		assertThat(this.habits.of("a")).isEqualTo(Habit.UNKNOWN);
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
	}

	@Test
	void modelThatIsSilentInOnePieceTooIsNotAskedSoAgain() {
		silent("a");
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isTrue();
		assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> inOnePiece(() -> {
			throw failure(FaultKind.TIMEOUT);
		}));
		silent("a");
		assertThat(this.streams.tryInOnePiece("a")).isFalse();
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

	private <T> T inOnePiece(Supplier<T> ask) {
		return this.streams.inOnePiece(Model.of("a", new AttemptTimeouts(LIMIT, LIMIT, LIMIT.multipliedBy(3))), ask);
	}

	private static GatewayException failure(FaultKind kind) {
		return GatewayException.of("a", Fault.of(kind));
	}

	private void silent(String model) {
		this.time.advance(LIMIT);
		this.streams.silent(model, LIMIT);
	}

}
