package net.taotoken.failover.health.firsttoken;

import java.time.Duration;

import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.FirstTokenRange;
import net.taotoken.failover.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static net.taotoken.failover.health.firsttoken.RequestSize.HUGE;
import static net.taotoken.failover.health.firsttoken.RequestSize.LARGE;
import static net.taotoken.failover.health.firsttoken.RequestSize.MEDIUM;
import static net.taotoken.failover.health.firsttoken.RequestSize.SMALL;
import static net.taotoken.failover.health.firsttoken.RequestSize.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FirstTokens}, with a clock that is moved by hand: a limit of 9 s that
 * may move from 3 s to 60 s.
 */
class FirstTokensTests {

	private static final AttemptTimeouts NINE = new AttemptTimeouts(Duration.ofSeconds(9), Duration.ofSeconds(30),
			Duration.ofSeconds(60), new FirstTokenRange(Duration.ofSeconds(3), Duration.ofSeconds(60)));

	private static final Duration TOTAL = Duration.ofSeconds(120);

	private final ManualTime time = new ManualTime();

	private final FirstTokens tokens = new FirstTokens();

	@Test
	void configuredLimitHoldsUntilEnoughIsKnown() {
		answers(19, 300);
		assertThat(limit()).isSameAs(NINE.firstToken());
		answers(1, 300);
		assertThat(limit()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void limitIsThreeTimesWhatAlmostAllTakeBetweenTheFloorAndWhatIsConfigured() {
		answers(30, 1500);
		assertThat(limit()).isBetween(Duration.ofMillis(4500), Duration.ofMillis(5700));
		answers(30, 4000);
		assertThat(limit()).isEqualTo(Duration.ofSeconds(9));
	}

	@Test
	void oneLateAnswerInTwentyKeepsTheLimitWhereItIs() {
		answers(19, 300);
		answers(1, 4000);
		assertThat(limit()).isEqualTo(Duration.ofSeconds(9));
	}

	@Test
	void modelThatIsKnownToBeSlowHasRoomAboveThat() {
		answers(30, 20_000);
		assertThat(limit()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(38));
		answers(60, 50_000);
		assertThat(limit()).as("no more than may be").isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void lateAnswerMakesRoomAtOnceUntilTwentyWereQuicker() {
		answers(1, 20_000);
		assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
		answers(19, 300);
		assertThat(limit()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
		answers(2000, 300);
		assertThat(limit()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void whatIsKnownOfLargerRequestsHoldsForSmallerOnesAndNotTheOtherWay() {
		answer(LARGE, 30, 2000);
		assertThat(limit(MEDIUM)).isBetween(Duration.ofSeconds(6), Duration.ofMillis(7600));
		assertThat(limit(SMALL)).isEqualTo(limit(MEDIUM));
		assertThat(limit(HUGE)).isEqualTo(Duration.ofSeconds(9));
		assertThat(limit(UNKNOWN)).isEqualTo(Duration.ofSeconds(9));
		answer(SMALL, 30, 300);
		assertThat(limit(SMALL)).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void modelThatIsSlowWithSmallRequestsIsSlowWithOthersOfWhichNothingIsKnown() {
		answer(SMALL, 1, 20_000);
		assertThat(limit(LARGE)).isEqualTo(Duration.ofSeconds(30));
		answer(LARGE, 20, 500);
		assertThat(limit(LARGE)).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void oneThatShowedLifeGetsMoreTimeTheNextTime() {
		assertThat(check()).isNull();
		cut(9, true, false);
		assertThat(check()).isEqualTo(Duration.ofSeconds(60));
		assertThat(check()).as("one at a time").isNull();
		answered(25_000, true);
		assertThat(limit()).isEqualTo(Duration.ofMillis(37_500));
		assertThat(check()).isNull();
	}

	@Test
	void oneOfWhichNothingIsKnownGetsMoreTimeThoughItWasSilent() {
		cut(9, false, false);
		assertThat(check()).isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void attemptWithMoreTimeLeavesHalfOfTheCall() {
		cut(9, true, false);
		assertThat(this.tokens.tryCheck(SMALL, NINE, Duration.ofSeconds(18).toNanos(), now()))
			.as("no more than is configured")
			.isNull();
		assertThat(this.tokens.tryCheck(SMALL, NINE, Duration.ofSeconds(50).toNanos(), now()))
			.isEqualTo(Duration.ofSeconds(25));
	}

	@Test
	void oneThatHangsCostsOneLongWaitInTenMinutes() {
		cut(9, true, false);
		assertThat(check()).isEqualTo(Duration.ofSeconds(60));
		cut(60, true, true);
		for (int minute = 0; minute < 8; minute++) {
			cut(9, true, false);
			assertThat(check()).isNull();
			assertThat(limit()).isEqualTo(Duration.ofSeconds(9));
			this.time.advance(Duration.ofMinutes(1));
		}
		cut(9, true, false);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(check()).isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void longWaitOfOneSizeIsThatOfAllSizes() {
		cut(9, true, false);
		check();
		cut(60, true, true);
		this.tokens.cut(LARGE, NINE, Duration.ofSeconds(9).toNanos(), true, false, now());
		assertThat(this.tokens.tryCheck(LARGE, NINE, TOTAL.toNanos(), now())).isNull();
	}

	@Test
	void attemptThatTellsNothingLeavesTheMoreTimeToTheNext() {
		cut(9, true, false);
		check();
		this.tokens.toldNothing(SMALL);
		assertThat(check()).isEqualTo(Duration.ofSeconds(60));
		this.time.advance(Duration.ofSeconds(61));
		assertThat(check()).as("nobody told what became of the last one").isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void quickModelThatHangsInSilenceIsLeftEarlyEachTimeButForOnceInAMinute() {
		answers(30, 300);
		for (int call = 0; call < 3; call++) {
			assertThat(limit()).isEqualTo(Duration.ofSeconds(3));
			assertThat(check()).isNull();
			cut(3, false, false);
		}
		assertThat(check()).as("it may have become slower").isEqualTo(Duration.ofSeconds(9));
		cut(9, false, true);
		for (int call = 0; call < 15; call++) {
			assertThat(limit()).isEqualTo(Duration.ofSeconds(3));
			assertThat(check()).isNull();
			cut(3, false, false);
		}
		this.time.advance(Duration.ofMinutes(1));
		assertThat(check()).isEqualTo(Duration.ofSeconds(9));
	}

	@Test
	void quickModelThatBecameSlowIsFoundOut() {
		answers(1000, 300);
		cut(3, false, false);
		cut(3, false, false);
		cut(3, false, false);
		assertThat(check()).isEqualTo(Duration.ofSeconds(9));
		answered(5000, true);
		assertThat(limit()).isEqualTo(Duration.ofMillis(7500));
		answers(40, 5000);
		assertThat(limit()).isEqualTo(Duration.ofSeconds(9));
	}

	@Test
	void answersThatWereCutCannotMakeTheLimitEverShorter() {
		// every tenth answer takes 5 s, and the limit is 3 s: the others tell nothing
		// of that
		answers(100, 300);
		int cut = 0;
		for (int call = 0; call < 1000; call++) {
			Duration more = check();
			Duration limit = (more != null) ? more : limit();
			long takes = (call % 10 == 0) ? 5000 : 300;
			if (takes > limit.toMillis()) {
				cut(3, false, more != null);
				cut++;
			}
			else {
				answered(takes, more != null);
			}
		}
		assertThat(cut).isLessThanOrEqualTo(3);
	}

	@Test
	void answerStandsForThoseThatWereCutBeforeIt() {
		answers(300, 300);
		cut(3, false, false);
		cut(3, false, false);
		cut(3, false, false);
		check();
		answered(5000, true);
		answers(20, 300);
		assertThat(limit()).as("four of 324 are more than one of a hundred").isEqualTo(Duration.ofSeconds(9));
	}

	@Test
	void doubtEndsWithTwentyQuickAnswers() {
		answers(30, 300);
		cut(3, true, false);
		answers(19, 300);
		assertThat(check()).isEqualTo(Duration.ofSeconds(9));
		answered(300, true);
		assertThat(check()).isNull();
	}

	@Test
	void quickModelThatShowsLifeGetsStepByStepWhatItNeeds() {
		answers(30, 300);
		cut(3, true, false);
		assertThat(check()).isEqualTo(Duration.ofSeconds(9));
		cut(9, true, true);
		assertThat(check()).isEqualTo(Duration.ofSeconds(60));
		answered(25_000, true);
		assertThat(limit()).isGreaterThanOrEqualTo(Duration.ofMillis(37_500));
	}

	@Test
	void slowModelThatHangsIsNotGivenThatMuchTimeForLong() {
		answers(30, 20_000);
		Duration slow = limit();
		cut(slow.toSeconds(), false, false);
		assertThat(limit()).isEqualTo(slow);
		this.tokens.cut(SMALL, NINE, slow.toNanos(), false, false, now());
		assertThat(limit()).as("both waited at the same time").isEqualTo(slow);
		cut(slow.toSeconds(), false, false);
		assertThat(limit()).isEqualTo(Duration.ofSeconds(9));
		answers(1, 20_000);
		assertThat(limit()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void cutOfAClientWithAShorterLimitOfItsOwnSaysNothing() {
		cut(2, true, false);
		assertThat(check()).isNull();
	}

	@Test
	void probeFindsOutWhileNobodyWaits() {
		assertThat(probeLimit()).isEqualTo(Duration.ofSeconds(9));
		cut(9, false, false);
		for (long limit : new long[] { 9, 27, 60 }) {
			assertThat(probeLimit()).hasSeconds(limit);
			probeCut(limit);
		}
		assertThat(probeLimit()).as("it hangs").isEqualTo(Duration.ofSeconds(9));
		assertThat(check()).as("nobody need find out").isNull();
	}

	@Test
	void probeOfAModelThatIsKnownToBeQuickIsNotDrawnOut() {
		answers(30, 300);
		cut(3, true, false);
		assertThat(probeLimit()).isEqualTo(Duration.ofSeconds(9));
		probeCut(9);
		assertThat(probeLimit()).isEqualTo(Duration.ofSeconds(9));
		assertThat(check()).isEqualTo(Duration.ofSeconds(9));
		cut(9, true, true);
		assertThat(probeLimit()).as("it has also been given more time in vain").isEqualTo(Duration.ofSeconds(27));
	}

	@Test
	void answerEndsTheRowOfLongerProbes() {
		cut(9, false, false);
		probeCut(9);
		answers(1, 300);
		cut(9, true, false);
		assertThat(probeLimit()).isEqualTo(Duration.ofSeconds(9));
		probeCut(9);
		this.tokens.probeAnswered(NINE, 1, now());
		assertThat(probeLimit()).isEqualTo(Duration.ofSeconds(9));
		this.tokens.probeCut(NINE, Duration.ofSeconds(1).toNanos(), now());
		assertThat(probeLimit()).as("a client with a shorter limit").isEqualTo(Duration.ofSeconds(9));
	}

	@Test
	void probeThatIsAnsweredLateShowsWhatTheModelNeeds() {
		cut(9, false, false);
		this.tokens.probeAnswered(NINE, Duration.ofSeconds(20).toNanos(), now());
		assertThat(limit()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void probeThatIsAnsweredAtOnceShowsThatTheModelLivesAndNoMore() {
		answers(30, 300);
		cut(3, false, false);
		assertThat(check()).isNull();
		this.tokens.probeAnswered(NINE, Duration.ofMillis(100).toNanos(), now());
		assertThat(check()).isEqualTo(Duration.ofSeconds(9));
		assertThat(this.tokens.describe(NINE, now()).values()).singleElement().asString().contains("30 answers");
	}

	@Test
	void attemptsThatLostAgainstAnotherModelCountIfTheyWereSlow() {
		answers(100, 500);
		for (int i = 0; i < 10; i++) {
			this.tokens.givenUp(SMALL, Duration.ofMillis(100).toNanos(), now());
		}
		assertThat(usual()).isLessThan(Duration.ofMillis(700));
		for (int i = 0; i < 10; i++) {
			this.tokens.givenUp(SMALL, Duration.ofMillis(2000).toNanos(), now());
		}
		assertThat(usual()).isGreaterThanOrEqualTo(Duration.ofMillis(2000));
	}

	@Test
	void promiseIsKeptAndWhatIsShownIsRememberedForHedges() {
		AttemptTimeouts promise = NINE.withLearnt(FirstTokenRange.of(NINE.firstToken()));
		for (int i = 0; i < 30; i++) {
			this.tokens.answered(SMALL, promise, Duration.ofMillis(500).toNanos(), false, now());
			this.tokens.cut(SMALL, promise, Duration.ofSeconds(9).toNanos(), true, false, now());
		}
		assertThat(this.tokens.limit(SMALL, promise, now())).isEqualTo(NINE.firstToken());
		assertThat(this.tokens.tryCheck(SMALL, promise, TOTAL.toNanos(), now())).isNull();
		assertThat(usual()).isBetween(Duration.ofMillis(500), Duration.ofMillis(640));
		cut(3, true, false);
		check();
		cut(9, true, true);
		assertThat(check()).as("the long wait is not used up").isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void nothingIsKnownWhereNothingIsLearnt() {
		AttemptTimeouts off = NINE.withLearnt(null);
		this.tokens.answered(SMALL, off, 1, false, now());
		this.tokens.cut(SMALL, off, Duration.ofMinutes(1).toNanos(), true, false, now());
		assertThat(this.tokens.limit(SMALL, off, now())).isEqualTo(NINE.firstToken());
		assertThat(this.tokens.tryCheck(SMALL, off, TOTAL.toNanos(), now())).isNull();
		assertThat(this.tokens.probeLimit(off, now())).isEqualTo(NINE.firstToken());
		assertThat(this.tokens.describe(NINE, now())).isEmpty();
	}

	@Test
	void sizesAreTold() {
		assertThat(RequestSize.of(-1)).isEqualTo(UNKNOWN);
		assertThat(RequestSize.of(0)).isEqualTo(SMALL);
		assertThat(RequestSize.of(4095)).isEqualTo(SMALL);
		assertThat(RequestSize.of(4096)).isEqualTo(MEDIUM);
		assertThat(RequestSize.of(100_000)).isEqualTo(LARGE);
		assertThat(RequestSize.of(Long.MAX_VALUE)).isEqualTo(HUGE);
	}

	@Test
	void limitsAreExplained() {
		answers(30, 300);
		assertThat(this.tokens.describe(NINE, now())).containsOnlyKeys("requests below 4 kB")
			.containsValue("3000ms, after 30 answers, 99 % of them began within 320ms");
		cut(3, true, false);
		assertThat(this.tokens.describe(NINE, now()).get("requests below 4 kB"))
			.endsWith("; the next one gets more time, as one was cut");
	}

	private void answers(int count, long millis) {
		answer(SMALL, count, millis);
	}

	private void answer(RequestSize size, int count, long millis) {
		for (int i = 0; i < count; i++) {
			this.tokens.answered(size, NINE, Duration.ofMillis(millis).toNanos(), false, now());
		}
	}

	private void answered(long millis, boolean check) {
		this.tokens.answered(SMALL, NINE, Duration.ofMillis(millis).toNanos(), check, now());
	}

	private void cut(long seconds, boolean alive, boolean check) {
		this.time.advance(Duration.ofSeconds(seconds));
		this.tokens.cut(SMALL, NINE, Duration.ofSeconds(seconds).toNanos(), alive, check, now());
	}

	private void probeCut(long seconds) {
		this.time.advance(Duration.ofSeconds(seconds));
		this.tokens.probeCut(NINE, Duration.ofSeconds(seconds).toNanos(), now());
	}

	private @Nullable Duration check() {
		return this.tokens.tryCheck(SMALL, NINE, TOTAL.toNanos(), now());
	}

	private Duration limit() {
		return limit(SMALL);
	}

	private Duration limit(RequestSize size) {
		return this.tokens.limit(size, NINE, now());
	}

	private Duration probeLimit() {
		return this.tokens.probeLimit(NINE, now());
	}

	private Duration usual() {
		Duration usual = this.tokens.usual(SMALL, now());
		assertThat(usual).isNotNull();
		return usual;
	}

	private long now() {
		return this.time.nanoTime();
	}

}
