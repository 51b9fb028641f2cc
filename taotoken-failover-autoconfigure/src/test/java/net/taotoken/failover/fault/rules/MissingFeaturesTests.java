package net.taotoken.failover.fault.rules;

import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.fault.evidence.ErrorBodyParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissingFeatures}.
 */
class MissingFeaturesTests {

	@ParameterizedTest
	@CsvSource({ "Images are not supported, IMAGES", "The tools are fine. Images are not supported, IMAGES",
			"Streaming is not supported, STREAMING", "This model only supports stream mode, UNSTREAMED",
			"tool_choice must be auto, TOOL_CHOICE", "Tool calls are not supported, TOOLS",
			"Function calling is not supported. The response is empty, TOOLS" })
	void featureIsThatOfTheSentenceThatRefuses(String message, Feature feature) {
		assertThat(find(message)).isEqualTo(MissingFeature.of(feature));
	}

	@ParameterizedTest
	@CsvSource({ "The tools are fine", "Neither images nor tools are supported", "This image format is not supported",
			"messages[3]: a tool_use block lacks its tool_result", "Tool calls cannot lack tool messages",
			"A function call is not supported without a matching output", "工具调用 c1 不支持缺少结果" })
	void whatIsNotCertainIsNothing(String message) {
		assertThat(find(message)).isNull();
	}

	@Test
	void parameterThatTheErrorNamesComesFirst() {
		assertThat(MissingFeatures.find(ErrorBodyParser.parse(new ErrorResponse(400, ErrorResponse.Headers.none(),
				"{\"error\":{\"message\":\"images are not supported\",\"param\":\"top_logprobs\"}}"))))
			.isEqualTo(MissingFeature.ofParameter("top_logprobs"));
	}

	private static @Nullable MissingFeature find(String message) {
		return MissingFeatures.find(ErrorBodyParser.parse(
				new ErrorResponse(400, ErrorResponse.Headers.none(), "{\"error\":{\"message\":\"" + message + "\"}}")));
	}

}
