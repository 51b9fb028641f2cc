package net.taotoken.failover.route;

import java.time.Duration;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Reaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FaultPolicies} and {@link FaultPolicy}.
 */
class FaultPoliciesTests {

	private static final Duration WAIT = Duration.ofMillis(700);

	private static final Fault OF_MODEL = Fault.of(FaultKind.OVERLOADED);

	private static final Fault OF_ACCOUNT = Fault.of(FaultKind.QUOTA_EXHAUSTED, FaultScope.ACCOUNT);

	private final FaultPolicy policy = new FaultPolicy(Reaction.RETRY, Reaction.FAIL, Duration.ofSeconds(3), null,
			null);

	@ParameterizedTest
	@EnumSource(FaultKind.class)
	void everyKindHasAPolicy(FaultKind kind) {
		assertThat(FaultPolicies.defaults().of(kind).firstWait()).isPositive();
	}

	@Test
	void waitsAreThoseOfTheSpecification() {
		assertThat(FaultPolicies.defaults().of(FaultKind.RATE_LIMITED).firstWait()).isEqualTo(Duration.ofSeconds(5));
		assertThat(FaultPolicies.defaults().of(FaultKind.UNREACHABLE).firstWait()).isEqualTo(Duration.ofSeconds(1));
		assertThat(FaultPolicies.defaults().of(FaultKind.OVERLOADED).firstWait()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void reactionDependsOnWhoseFaultItIs() {
		assertThat(this.policy.reactionTo(OF_MODEL)).isEqualTo(Reaction.RETRY);
		assertThat(this.policy.reactionTo(OF_ACCOUNT)).isEqualTo(Reaction.FAIL);
	}

	@Test
	void adviceOfTheServerComesFirst() {
		assertThat(this.policy.reactionTo(OF_MODEL.withAdvice(Reaction.SWITCH))).isEqualTo(Reaction.SWITCH);
		assertThat(this.policy.reactionTo(OF_ACCOUNT.withAdvice(Reaction.SWITCH))).isEqualTo(Reaction.SWITCH);
	}

	@Test
	void modelIsPassedOverForTheWaitThatIsNotSpentOnIt() {
		assertThat(this.policy.coolDown(OF_MODEL, WAIT)).isEqualTo(WAIT);
	}

	@Test
	void modelIsNotPassedOverForAFaultThatIsNotRetried() {
		assertThat(this.policy.coolDown(OF_ACCOUNT, WAIT)).isNull();
		assertThat(this.policy.coolDown(OF_MODEL.withAdvice(Reaction.SWITCH), WAIT)).isNull();
	}

	@Test
	void configuredCoolDownReplacesTheWait() {
		FaultPolicy cooling = this.policy.with(null, null, Duration.ofMinutes(5), null);
		assertThat(cooling.coolDown(OF_MODEL, WAIT)).isEqualTo(Duration.ofMinutes(5));
		assertThat(cooling.coolDown(OF_ACCOUNT, WAIT)).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void serversWaitReplacesTheConfiguredCoolDown() {
		FaultPolicy cooling = this.policy.with(null, null, Duration.ofMinutes(5), null);
		Duration dictated = Duration.ofSeconds(11);
		assertThat(cooling.coolDown(OF_MODEL.withRetryAfter(dictated), WAIT)).isEqualTo(dictated);
	}

	@Test
	void faultOfTheRequestPassesNoModelOver() {
		Fault fault = Fault.of(FaultKind.INVALID_REQUEST).withRetryAfter(Duration.ofSeconds(11));
		assertThat(this.policy.with(null, null, Duration.ofMinutes(5), null).coolDown(fault, WAIT)).isNull();
	}

	@Test
	void copyHasWhatIsGivenAndKeepsTheRest() {
		FaultPolicy full = this.policy.with(Reaction.SWITCH, Duration.ofMillis(1), Duration.ofMillis(2), 4);
		assertThat(full).isEqualTo(
				new FaultPolicy(Reaction.SWITCH, Reaction.SWITCH, Duration.ofMillis(1), Duration.ofMillis(2), 4));
		assertThat(full.with(null, null, null, null)).isEqualTo(full);
	}

	@Test
	void copyOfTheTableHasOneOtherRow() {
		FaultPolicies changed = FaultPolicies.defaults().with(FaultKind.UNKNOWN, this.policy);
		assertThat(changed.of(FaultKind.UNKNOWN)).isSameAs(this.policy);
		assertThat(changed.of(FaultKind.TIMEOUT)).isSameAs(FaultPolicies.defaults().of(FaultKind.TIMEOUT));
		assertThat(FaultPolicies.defaults().of(FaultKind.UNKNOWN)).isNotEqualTo(this.policy);
	}

	@Test
	void callWhoseCallerIsGoneAlwaysEnds() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> FaultPolicies.defaults().with(FaultKind.CANCELLED, this.policy))
			.withMessageContaining("'cancelled'");
	}

}
