package net.taotoken.failover.chat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for values of any kind, which are read as Jackson itself reads them.
 */
class LooseValuesTests {

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"a\":1}", "{\"a\":{\"b\":{}},\"c\":[1,{\"d\":\"e\"},[]]}", "{\"a\":1,\"a\":2}",
			"{\"a\":null,\"b\":true,\"c\":false,\"d\":1.5,\"e\":\"\",\"f\":12345678901}" })
	void areReadAsJacksonReadsThem(String json) {
		for (JsonMapper mapper : new JsonMapper[] { WireJson.mapper(), with(DeserializationFeature.USE_LONG_FOR_INTS),
				with(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS), JsonMapper.shared() }) {
			TokenUsage usage = mapper.readValue("{\"prompt_tokens_details\":" + json + ",\"own\":" + json + "}",
					TokenUsage.class);
			assertThat(usage.promptTokensDetails()).isEqualTo(mapper.readValue(json, Map.class));
			assertThat(usage.extra()).containsEntry("own", mapper.readValue(json, Object.class));
		}
	}

	@Test
	void keepTheirTypes() {
		TokenUsage usage = WireJson.mapper()
			.readValue("{\"a\":1,\"b\":12345678901,\"c\":1.50,\"d\":123456789012345678901}", TokenUsage.class);
		assertThat(usage.extra()).containsEntry("a", 1)
			.containsEntry("b", 12_345_678_901L)
			.containsEntry("c", new BigDecimal("1.50"))
			.containsEntry("d", new BigInteger("123456789012345678901"));
	}

	@Test
	void areOfTheTypesThatAMapperLooksFor() {
		JsonMapper typed = JsonMapper.builder()
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.JAVA_LANG_OBJECT, JsonTypeInfo.As.PROPERTY)
			.build();
		TokenUsage usage = typed.readValue("{\"own\":{\"@class\":\"java.util.TreeMap\",\"a\":1}}", TokenUsage.class);
		assertThat(usage.extra()).containsEntry("own", Map.of("a", 1));
	}

	private static JsonMapper with(DeserializationFeature feature) {
		return JsonMapper.builder().enable(feature).build();
	}

}
