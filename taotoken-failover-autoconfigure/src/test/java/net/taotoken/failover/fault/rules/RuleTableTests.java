package net.taotoken.failover.fault.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.evidence.ErrorBodyParser;
import net.taotoken.failover.fault.evidence.ErrorEvidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.not;
import static net.taotoken.failover.fault.rules.Condition.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link RuleTable} and the rules in it, group by group.
 */
class RuleTableTests {

	private static final Condition ALWAYS = (evidence) -> true;

	/** More rules than a word has bits. */
	private static final int MANY = 150;

	@Test
	void eachOfManyRulesIsFoundByItsClues() {
		List<FaultRule> rules = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			rules.add(message("word" + i + "x", "(?:other|third)" + i + "x").then(FaultKind.TIMEOUT));
		}
		RuleTable table = new RuleTable(rules);
		for (int i = 0; i < MANY; i++) {
			assertThat(table.firstMatch(evidence(500, "a word" + i + "x here"))).isSameAs(rules.get(i));
			assertThat(table.firstMatch(evidence(500, "a third" + i + "x here"))).isSameAs(rules.get(i));
		}
		assertThat(table.firstMatch(evidence(500, "nothing"))).isNull();
	}

	@Test
	void ruleWithoutCluesIsTriedOnEachError() {
		List<FaultRule> rules = new ArrayList<>(
				Collections.nCopies(MANY, message("rate limit").then(FaultKind.RATE_LIMITED)));
		FaultRule last = not(status(404)).then(FaultKind.SERVER_ERROR);
		rules.add(last);
		RuleTable table = new RuleTable(rules);
		assertThat(table.firstMatch(evidence(500, "late"))).isSameAs(last);
		assertThat(table.firstMatch(evidence(500, "rate limit"))).isSameAs(rules.get(0));
		assertThat(table.firstMatch(evidence(404, "late"))).isNull();
	}

	@Test
	void firstOfTwoRulesIsRight() {
		FaultRule first = status(500).then(FaultKind.SERVER_ERROR);
		FaultRule second = message("late").then(FaultKind.TIMEOUT);
		assertThat(new RuleTable(List.of(first, second)).firstMatch(evidence(500, "late"))).isSameAs(first);
		assertThat(new RuleTable(List.of(second, first)).firstMatch(evidence(500, "late"))).isSameAs(second);
	}

	@Test
	void twoConditionsTogetherHaveTheCluesOfTheFirstThatHasSome() {
		assertThat(message("late").and(not(status(404))).clues()).isNotNull();
		assertThat(not(status(404)).and(message("late")).clues()).isNotNull();
		assertThat(not(status(404)).and(ALWAYS).clues()).isNull();
	}

	@Test
	void whatEndsACallIsProvenByMoreThanTheWordOfOneModel() {
		ErrorEvidence plain = evidence(400, "late");
		ErrorEvidence own = parse(400, "{\"error\":{\"message\":\"late\",\"type\":\"new_api_error\"}}");
		assertThat(ALWAYS.then(FaultKind.INVALID_REQUEST).proof().holds(own)).isFalse();
		assertThat(ALWAYS.then(FaultKind.CONTENT_REJECTED).proof().holds(own)).isFalse();
		assertThat(ALWAYS.then(FaultKind.TIMEOUT).proof().holds(plain)).isTrue();
		assertThat(ALWAYS.then(FaultKind.AUTHENTICATION, FaultScope.ACCOUNT).proof().holds(plain)).isFalse();
		assertThat(ALWAYS.then(FaultKind.AUTHENTICATION, FaultScope.ACCOUNT).proof().holds(own)).isTrue();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void groupOfRulesKnowsItsOwn(String group, Supplier<List<FaultRule>> rules, int status, String body,
			FaultKind kind) {
		FaultRule rule = new RuleTable(rules.get()).firstMatch(parse(status, body));
		assertThat(rule).extracting(FaultRule::kind).isEqualTo(kind);
	}

	static Stream<Arguments> groupOfRulesKnowsItsOwn() {
		Supplier<List<FaultRule>> codes = () -> CodeRules.whole(Condition::code);
		return Stream.of(
				arguments("history", rules(HistoryRules::rules), 400, error("Invalid signature in thinking block"),
						FaultKind.UNSUPPORTED),
				arguments("minimax", rules(NumericCodeRules::minimax), 200,
						"{\"base_resp\":{\"status_code\":1039,\"status_msg\":\"x\"}}",
						FaultKind.CONTEXT_LENGTH_EXCEEDED),
				arguments("glm", rules(NumericCodeRules::glm), 429, code("1305"), FaultKind.OVERLOADED),
				arguments("unsupported codes", rules(UnsupportedRules::codes), 400, code("unsupported_parameter"),
						FaultKind.UNSUPPORTED),
				arguments("codes of gateways", codes, 503, code("get_channel_failed"), FaultKind.MODEL_UNAVAILABLE),
				arguments("codes of suppliers", codes, 429, code("slow_down"), FaultKind.RATE_LIMITED),
				arguments("relatives of codes", rules(() -> CodeRules.relatives(Condition::codeLike)), 400,
						code("EngineOverloadedError"), FaultKind.OVERLOADED),
				arguments("generic codes", rules(GenericCodeRules::rules), 400, code("unauthorized"),
						FaultKind.AUTHENTICATION),
				arguments("status", rules(StatusRules::rules), 504, "", FaultKind.TIMEOUT),
				arguments("too long", rules(TooLongRules::rules), 400, error("prompt is too long"),
						FaultKind.CONTEXT_LENGTH_EXCEEDED),
				arguments("wrong requests", rules(WrongRequestRules::rules), 400, code("invalid_json"),
						FaultKind.INVALID_REQUEST),
				arguments("unsupported", rules(UnsupportedRules::rules), 400, error("images are not supported"),
						FaultKind.UNSUPPORTED),
				arguments("content", rules(ContentRules::rules), 400, error("inappropriate content"),
						FaultKind.CONTENT_REJECTED),
				arguments("money", rules(MoneyRules::rules), 403, error("your balance is insufficient"),
						FaultKind.QUOTA_EXHAUSTED),
				arguments("limits", rules(LimitRules::rules), 400, error("too many requests"), FaultKind.RATE_LIMITED),
				arguments("models", rules(ModelRules::rules), 400, error("no available channels for it"),
						FaultKind.MODEL_UNAVAILABLE),
				arguments("keys", rules(KeyRules::rules), 401, error("invalid api key"), FaultKind.AUTHENTICATION),
				arguments("accounts", rules(KeyRules::rules), 403, error("用户已被封禁"), FaultKind.AUTHENTICATION),
				arguments("outages", rules(OutageRules::rules), 500, error("connection refused"),
						FaultKind.UNREACHABLE),
				arguments("messages", rules(MessageRules::rules), 500, error("connection refused"),
						FaultKind.UNREACHABLE));
	}

	/** Made by the test itself, as its arguments are made before it. */
	private static Supplier<List<FaultRule>> rules(Supplier<List<FaultRule>> rules) {
		return rules;
	}

	private static String code(String code) {
		return "{\"error\":{\"code\":\"" + code + "\"}}";
	}

	private static String error(String message) {
		return "{\"error\":{\"message\":\"" + message + "\"}}";
	}

	private static ErrorEvidence evidence(int status, String message) {
		return parse(status, error(message));
	}

	private static ErrorEvidence parse(int status, String body) {
		return ErrorBodyParser.parse(new ErrorResponse(status, ErrorResponse.Headers.none(), body));
	}

}
