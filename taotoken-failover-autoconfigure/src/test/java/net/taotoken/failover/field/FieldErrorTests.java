package net.taotoken.failover.field;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import net.taotoken.failover.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What gateways and suppliers answer in the field, each through a whole application and
 * over a socket: who answers, what was asked, what the caller is told, and whose health
 * bears an effect.
 */
class FieldErrorTests {

	private final FieldGateway gateway = new FieldGateway();

	private final FieldApplication application = FieldApplication.with(this.gateway);

	@AfterEach
	void close() {
		this.application.close();
		this.gateway.close();
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("casesAndWays")
	void errorOfOneModelIsAnsweredByTheNext(ErrorCase row, Way way) {
		this.gateway.sends("a", row.response());
		Ending ending = way.ask(this.application);
		assertThat(ending.told()).isEqualTo(this.gateway.asked());
		if (!row.isUnproven()) {
			assertThat(ending.faults()).extracting(Fault::kind).extracting(Object::toString).containsOnly(row.kind());
		}
		if (!(row.mayEndTheCall() && ending.fault() != null)) {
			assertThat(ending.text()).isEqualTo(FieldGateway.greeting("b"));
			assertThat(ending.model()).isEqualTo("b");
			assertThat(this.gateway.asked()).startsWith("a").endsWith("b").doesNotContain("c");
			assertThat(Collections.frequency(this.gateway.asked(), "a")).isBetween(1, row.mostRequests());
			assertThat(Collections.frequency(this.gateway.asked(), "b")).isEqualTo(1);
		}
		row.assertThatEffectIsRightOn(this.application.health("a"));
		for (String other : List.of("b", "c")) {
			assertThat(this.application.health(other).isHealthy()).as(other + " is in").isTrue();
			assertThat(this.application.health(other).errors()).isZero();
		}
	}

	static Stream<Arguments> casesAndWays() {
		return Stream.of(Way.values()).flatMap((way) -> ErrorCase.all().map((row) -> Arguments.of(row, way)));
	}

}
