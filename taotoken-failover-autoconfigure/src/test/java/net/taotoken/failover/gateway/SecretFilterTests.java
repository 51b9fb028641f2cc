package net.taotoken.failover.gateway;

import java.nio.charset.StandardCharsets;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.MissingFeature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecretFilter}.
 */
class SecretFilterTests {

	private static final String BODY = "{\"model\":\"m\",\"temperature\":0.2,\"messages\":[{\"role\":\"user\","
			+ "\"content\":\"my grandma is called secret_santa_claus\"}]}";

	private final SecretFilter guard = new SecretFilter("sk_some_long_secret_key",
			BODY.getBytes(StandardCharsets.UTF_8));

	@ParameterizedTest
	@ValueSource(strings = { "temperature", "top_logprobs", "n" })
	void nameOfAParameterIsShown(String name) {
		assertThat(lacking(name).lacks()).hasToString("parameter " + name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "grandma", "secret_santa_claus", "some_long_secret" })
	void wordOfThePromptOrTheKeyIsNotTakenForAParameter(String word) {
		assertThat(lacking(word)).isEqualTo(Fault.of(FaultKind.UNSUPPORTED));
	}

	private Fault lacking(String parameter) {
		return this.guard.withoutEcho(Fault.of(FaultKind.UNSUPPORTED).withLacks(MissingFeature.ofParameter(parameter)));
	}

}
