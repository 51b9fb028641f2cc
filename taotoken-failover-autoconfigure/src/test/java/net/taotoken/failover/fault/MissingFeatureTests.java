package net.taotoken.failover.fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MissingFeature}.
 */
class MissingFeatureTests {

	@Test
	void isToldInAWordOrTwo() {
		assertThat(MissingFeature.of(Feature.STRUCTURED_OUTPUT)).hasToString("structured-output");
		assertThat(MissingFeature.ofParameter("top_logprobs")).hasToString("parameter top_logprobs");
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "sk-abcdefgh", "my prompt", "Temperature", "a1b2c3d4", "messages[0].content", "温度",
			"a_name_that_is_much_too_long_for_a_parameter" })
	void textThatIsNoNameOfAParameterIsNoParameter(String text) {
		assertThat(MissingFeature.ofParameter(text)).isNull();
	}

	@Test
	void parameterAndItsFeatureGoTogether() {
		assertThatIllegalArgumentException().isThrownBy(() -> MissingFeature.of(Feature.PARAMETER));
		assertThatIllegalArgumentException().isThrownBy(() -> new MissingFeature(Feature.TOOLS, "tools"));
		assertThatIllegalArgumentException().isThrownBy(() -> new MissingFeature(Feature.PARAMETER, "a b"));
	}

}
