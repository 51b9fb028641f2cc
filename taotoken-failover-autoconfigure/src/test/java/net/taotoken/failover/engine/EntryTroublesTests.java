package net.taotoken.failover.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import net.taotoken.failover.engine.call.CallState;
import net.taotoken.failover.engine.call.EntryTroubles;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.AttemptTimeouts;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntryTroubles}.
 */
class EntryTroublesTests {

	private static final Fault CUT = Fault.of(FaultKind.UNREACHABLE);

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final Model planA = model("a", "plan");

	private final Model planB = model("b", "plan");

	private final Model balanceA = model("a", "balance");

	private final EntryTroubles troubles = new EntryTroubles(
			new ModelHealthTracker(HealthSettings.defaults(), new ManualTime(), List.of()));

	private final CallState call = call(this.planA, this.planB, this.balanceA);

	private static Model model(String name, String entry) {
		return Model.of(name, AttemptTimeouts.defaults()).at(new Entry(entry, Set.of(), Set.of()));
	}

	private static CallState call(Model... models) {
		return new CallState(Route.of(Route.DEFAULT, "x").withModels(List.of(models)), 0);
	}

	@Test
	void secondModelThatIsCutOffShowsThatItIsTheEntry() {
		assertThat(judge(this.planA, CUT, 0)).isEqualTo(CUT);
		Fault fault = judge(this.planB, CUT, SECOND);
		assertThat(fault.scope()).isEqualTo(FaultScope.ACCOUNT);
		assertThat(fault.proven()).isTrue();
		assertThat(EntryTroubles.isOfEntry(this.planB, fault)).isTrue();
	}

	@Test
	void oneRequestThatNoModelAnswersIsNotTheEntry() {
		Fault none = Fault.of(FaultKind.INVALID_RESPONSE);
		judge(this.planA, none, 0);
		assertThat(judge(this.planB, none, SECOND)).isEqualTo(none);
		CallState next = new CallState(this.call.route(), 2 * SECOND);
		assertThat(this.troubles.judge(next, this.planA, none, 2 * SECOND).scope()).isEqualTo(FaultScope.ACCOUNT);
	}

	@Test
	void sameModelTwiceIsTheModel() {
		judge(this.planA, CUT, 0);
		assertThat(judge(this.planA, CUT, SECOND)).isEqualTo(CUT);
	}

	@Test
	void modelOfAnotherEntryIsNoWitness() {
		judge(this.balanceA, CUT, 0);
		assertThat(judge(this.planB, CUT, SECOND)).isEqualTo(CUT);
	}

	@Test
	void answerInBetweenClearsTheEntry() {
		judge(this.planA, CUT, 0);
		this.troubles.answered(this.planA);
		assertThat(judge(this.planB, CUT, SECOND)).isEqualTo(CUT);
	}

	@Test
	void answerOfAnotherEntryClearsNothing() {
		judge(this.planA, CUT, 0);
		this.troubles.answered(this.balanceA);
		assertThat(judge(this.planB, CUT, SECOND).scope()).isEqualTo(FaultScope.ACCOUNT);
	}

	@Test
	void whatIsOlderThanAMinuteIsForgotten() {
		judge(this.planA, CUT, 0);
		assertThat(judge(this.planB, CUT, 61 * SECOND)).isEqualTo(CUT);
	}

	@Test
	void callWithoutAnotherEntryIsLeftAlone() {
		CallState alone = call(this.planA, this.planB);
		this.troubles.judge(alone, this.planA, CUT, 0);
		assertThat(this.troubles.judge(alone, this.planB, CUT, 1)).isEqualTo(CUT);
	}

	@ParameterizedTest
	@EnumSource(value = FaultKind.class, mode = EnumSource.Mode.EXCLUDE, names = { "UNREACHABLE", "INVALID_RESPONSE" })
	void otherFaultsAreTheModels(FaultKind kind) {
		Fault fault = Fault.of(kind);
		judge(this.planA, fault, 0);
		assertThat(judge(this.planB, fault, 1)).isEqualTo(fault);
	}

	private Fault judge(Model model, Fault fault, long now) {
		return this.troubles.judge(this.call, model, fault, now);
	}

}
