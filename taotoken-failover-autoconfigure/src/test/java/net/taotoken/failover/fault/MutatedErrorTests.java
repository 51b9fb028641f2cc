package net.taotoken.failover.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import net.taotoken.failover.fault.rules.FaultRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Errors that say the same in another way mean the same, and no text takes long.
 */
class MutatedErrorTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final int MUTANTS = 8;

	/** Words for words; the change must not make a known phrase of a sentence. */
	private static final Map<String, List<String>> SYNONYMS = Map.of("does not support",
			List.of("doesn't support", "does not currently support"), "is not supported",
			List.of("isn't supported", "is unsupported", "is not yet supported"), "exceeds",
			List.of("is larger than", "is greater than", "is beyond"), "not found",
			List.of("unknown", "non-existent, not found"), "suspended", List.of("deactivated", "banned", "disabled"),
			"balance is insufficient", List.of("balance is too low", "balance is exhausted", "balance is empty"), "不支持",
			List.of("暂不支持", "不支持使用"), "已用完", List.of("已耗尽", "已经用尽"), "too long", List.of("much too long", "too large"),
			"Rate limit exceeded", List.of("Rate limit reached", "Too many requests"));

	@ParameterizedTest(name = "{0}")
	@MethodSource("rows")
	void errorThatSaysTheSameMeansTheSame(ErrorWordingTests.Row row) {
		long seed = row.id().hashCode();
		RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
		for (int i = 0; i < MUTANTS; i++) {
			ErrorResponse mutant = mutate(row.response(), random);
			assertThat(kind(row.found(mutant))).as("seed %s, mutant %s: %s", seed, i, mutant.body())
				.isEqualTo(kind(row.expected()));
		}
	}

	static Stream<ErrorWordingTests.Row> rows() {
		return Stream
			.of(ErrorWordingTests.fieldErrors(), ErrorWordingTests.reportedErrors(), ErrorWordingTests.wordings())
			.flatMap((rows) -> rows);
	}

	private static String kind(String fault) {
		return fault.split(" / ")[0];
	}

	private static ErrorResponse mutate(ErrorResponse response, RandomGenerator random) {
		String body = response.body();
		try {
			JsonNode json = MAPPER.readTree(body);
			if (json instanceof ObjectNode object && random.nextInt(4) > 0) {
				mutateMessages(object, random);
				body = wrapped(object, random);
			}
		}
		catch (RuntimeException ex) {
			body = response.body();
		}
		return new ErrorResponse(response.status(), response.headers(), spaced(body, random));
	}

	private static void mutateMessages(ObjectNode object, RandomGenerator random) {
		for (String name : List.copyOf(object.propertyNames())) {
			JsonNode value = object.get(name);
			if (value instanceof ObjectNode inner) {
				mutateMessages(inner, random);
			}
			else if (value.isString() && Stream.of("message", "msg", "error", "detail").anyMatch(name::equals)) {
				object.put(name, said(value.stringValue(), random));
			}
		}
	}

	private static String said(String message, RandomGenerator random) {
		String text = message;
		for (Map.Entry<String, List<String>> word : SYNONYMS.entrySet()) {
			if (random.nextBoolean()) {
				String other = word.getValue().get(random.nextInt(word.getValue().size()));
				text = text.replace(word.getKey(), other);
			}
		}
		return switch (random.nextInt(6)) {
			case 0 -> text.toUpperCase(Locale.ROOT);
			case 1 -> "Error from provider: " + text;
			case 2 -> text + " (trace id: 0af7651916cd43dd)";
			case 3 -> Pattern.compile("[0-9]{4,}").matcher(text).replaceAll((number) -> "7" + number.group());
			case 4 -> text.replace("'", "’").replace(" ", "\u00a0");
			default -> text;
		};
	}

	private static String wrapped(ObjectNode body, RandomGenerator random) {
		return switch (random.nextInt(6)) {
			case 0 -> MAPPER.writeValueAsString(List.of(body));
			case 1 -> "data: " + body + "\n\n";
			case 2 -> body.has("error") ? MAPPER.writeValueAsString(Map.of("detail", "x", "error", body.get("error")))
					: body.toString();
			case 3 -> body.toPrettyString();
			default -> body.toString();
		};
	}

	private static String spaced(String body, RandomGenerator random) {
		return random.nextBoolean() ? body : "\uFEFF " + body + "\r\n";
	}

	@Test
	void noTextTakesLong() {
		List<String> pieces = List.of("a", "1", " ", ".", "'", "model ", "tokens ", "max_tokens ", "not ",
				"is not supported ", "only ", "tool call ", "input ", "ip ", "messages[1].", "[", "context", "模型",
				"不支持", "1.1", "a-1/", "x:", "retry in 1", "account ", "exceed ", "per ", "role ", "no endpoints ",
				"thinking signature ", "tool_calls[1].id ", "must be ", "response ", "\n", "parameter: ", "'a",
				"stream non-stream ");
		RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
		List<String> texts = new ArrayList<>();
		for (String piece : pieces) {
			texts.add(piece.repeat(64 * 1024 / piece.length()));
			String other = pieces.get(random.nextInt(pieces.size()));
			texts.add((piece + other).repeat(64 * 1024 / (piece.length() + other.length())));
		}
		assertTimeoutPreemptively(Duration.ofSeconds(60), () -> texts.forEach(MutatedErrorTests::classify));
	}

	private static void classify(String text) {
		String body = MAPPER.writeValueAsString(Map.of("error", Map.of("message", text, "code", text, "param", text)));
		assertThatNoException().isThrownBy(() -> FaultRules.standard()
			.classify(new ErrorResponse(400, ErrorResponse.Headers.none(), body), Instant.EPOCH));
	}

}
