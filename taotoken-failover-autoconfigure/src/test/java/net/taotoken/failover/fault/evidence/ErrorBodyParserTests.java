package net.taotoken.failover.fault.evidence;

import java.util.Map;

import net.taotoken.failover.fault.ErrorResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorBodyParser}: what is found in a body, and whether it is meant as
 * an error.
 */
class ErrorBodyParserTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					400 | {"error":{"code":"gone","type":"sad","message":"late"}} | [gone] [sad] [late]
					200 | {"error":{"code":"gone","type":"sad","message":"late"}} | [gone] [sad] [late]
					400 | {"error":"late","code":"gone"}                          | [gone] [] [late]
					400 | {"error":{"message":"late"},"code":"gone"}              | [gone] [] [late]
					400 | {"error":{"code":"inner"},"code":"outer"}               | [inner] [] []
					400 | {"error":{"code":"ok","message":"late"}}                | [] [] [late]
					400 | {"error":42}                                            | [42] [] []
					400 | {"error":true}                                          | [] [] []
					400 | {"errors":["late","later"]}                             | [] [] [late, later]
					400 | {"errors":["1","2","3","4","5","6"]}                    | [] [] [1, 2, 3, 4, 5]
					400 | {"fault":{"faultstring":"late"}}                        | [] [] [late]
					400 | {"error":{"type":"error","flagged_input":"a prompt"}}   | [] [flagged_input] []
					400 | {"error":{"error":{"code":"gone"},"message":"late"}}    | [gone] [] [late]
					400 | [{"error":{"code":"gone"}}]                             | [gone] [] []
					400 | [{"id":"x"},{"error":{"code":"gone"}}]                  | [gone] [] []
					400 | {"data":{"error":{"code":"gone"}}}                      | [gone] [] []
					200 | {"choices":[{"error":{"code":"gone"}}]}                 | [gone] [] []
					200 | {"base_resp":{"status_code":1002,"status_msg":"late"}}  | [1002] [] [late]
					200 | {"error":null,"message":"late"}                         | [] [] [late]
					200 | {"type":"error","code":"gone"}                          | [gone] [] []
					500 | {"code":"gone"}                                         | [gone] [] []
					500 | "late"                                                  | [] [] [late]
					500 | "{\\"error\\":{\\"code\\":\\"gone\\"}}"                 | [gone] [] []
					500 | late                                                    | [] [] [late]
					500 | {"code":"gone","type":"sad","mess                       | [gone] [sad] [{"code":"gone","type":"sad","mess]
					500 | [{"code":7,"mess                                        | [7] [] [[{"code":7,"mess]
					500 | {"code":null,"mess                                      | [] [] [{"code":null,"mess]
					500 | in "code":"gone" we tr                                  | [] [] [in "code":"gone" we tr]
					""")
	void errorIsFound(int status, String body, String expected) {
		ErrorEvidence evidence = parse(status, body);
		assertThat(words(evidence)).isEqualTo(expected);
		assertThat(evidence.foundError()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			200 | {"error":{}}
			200 | {"error":{"code":0,"details":[null,{}]}}
			200 | {"error":false}
			200 | {"code":"gone"}
			200 | {"id":"x"}
			500 | {"id":"x"}
			500 | []
			500 | {"data":{"message":"late"}}
			500 | {}
			200 | {"base_resp":{"status_code":0,"status_msg":"success"}}
			200 | {"choices":[{"message":{"content":"late"}}],"message":"late"}
			200 | "late"
			200 | late
			200 | {"error":{"code":"gone","mess
			500 | <html>late</html>
			""")
	void whatIsNotMeantAsAnErrorIsNone(int status, String body) {
		assertThat(parse(status, body).foundError()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "data: {\"error\":{\"code\":\"gone\"}}", "event: error\ndata: {\"error\":{\"code\":\"gone\"}}",
					": wait\n\ndata: {\"error\":{\"code\":\"gone\"}}\n\n", "\uFEFF {\"error\":{\"code\":\"gone\"}}" })
	void eventOfAStreamIsReadAsItsData(String body) {
		assertThat(words(parse(200, body))).isEqualTo("[gone] [] []");
	}

	@Test
	void jsonInAMessageIsRead() {
		String inner = "{\"error\":{\"code\":\"gone\"}}";
		assertThat(parse(500, error("it said " + inner)).codes()).containsExactly("gone");
		assertThat(parse(500, error("{\"code\":\"gone\"}")).codes()).containsExactly("gone");
		assertThat(parse(500, error("it said {\"code\":\"gone\"}")).codes()).isEmpty();
	}

	@Test
	void wordThatIsTooLongForACodeIsNone() {
		assertThat(parse(400, "{\"code\":\"" + "a".repeat(128) + "\"}").codes()).hasSize(1);
		assertThat(parse(400, "{\"code\":\"" + "a".repeat(129) + "\"}").codes()).isEmpty();
	}

	@Test
	void deepNestingIsNotFollowed() {
		String code = "{\"code\":\"gone\"}";
		assertThat(parse(400, nested("{\"error\":", 8, code, "}")).codes()).containsExactly("gone");
		assertThat(parse(400, nested("{\"error\":", 9, code, "}")).codes()).isEmpty();
		assertThat(parse(400, "{\"error\":" + nested("[", 7, code, "]") + "}").codes()).containsExactly("gone");
		assertThat(parse(400, "{\"error\":" + nested("[", 8, code, "]") + "}").codes()).isEmpty();
		assertThat(parse(400, nested("[", 8, "{\"error\":true}", "]")).foundError()).isTrue();
		assertThat(parse(400, nested("[", 9, "{\"error\":true}", "]")).foundError()).isFalse();
		assertThat(parse(400, nested("{\"data\":", 8, "{\"error\":true}", "}")).foundError()).isTrue();
		assertThat(parse(400, nested("{\"data\":", 9, "{\"error\":true}", "}")).foundError()).isFalse();
	}

	@Test
	void messagesInMessagesAreNotFollowedForEver() {
		String body = "late";
		for (int i = 0; i < 8; i++) {
			body = error(body);
		}
		assertThat(parse(400, body).found().messages()).hasSizeBetween(3, 5);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"error":{"param":" Model "}}                                   | model
			{"error":{"param":1}}                                           | 1
			{"error":{"param":null}}                                        | -
			{"detail":[{"loc":["body","messages",0,"content"],"msg":"x"}]}  | messages.0.content
			{"detail":[{"loc":["body","model"]},{"loc":["body","tools"]}]}  | model
			{"detail":[{"loc":[1,2,3,4,5,6,7,8]}]}                          | 1.2.3.4.5.6.7.8
			{"detail":[{"loc":[1,2,3,4,5,6,7,8,9]}]}                        | -
			""")
	void parameterIsRead(String body, String param) {
		String found = parse(400, body).found().param();
		assertThat((found != null) ? found : "-").isEqualTo(param);
	}

	@Test
	void adviceNextToTheErrorIsReadUnlessTheErrorHoldsSome() {
		FoundError inner = parse(500, """
				{"error":{"message":"late","retryable":false,"action":"abort"},"retryable":true,"action":"retry"}""")
			.found();
		assertThat(inner.retryable()).isFalse();
		assertThat(inner.action()).isEqualTo("abort");
		FoundError outer = parse(500, "{\"error\":\"late\",\"retryable\":true,\"action\":\"retry\"}").found();
		assertThat(outer.retryable()).isTrue();
		assertThat(outer.action()).isEqualTo("retry");
		assertThat(parse(500, "{\"message\":\"late\",\"retryable\":true}").found().retryable()).isTrue();
	}

	@Test
	void onlyTheStartOfALongBodyIsRead() {
		assertThat(parse(500, "x".repeat(ErrorBodyParser.MAX_BODY_LENGTH + 1)).found().messages())
			.containsExactly("x".repeat(ErrorBodyParser.MAX_BODY_LENGTH));
	}

	private static ErrorEvidence parse(int status, String body) {
		return ErrorBodyParser.parse(new ErrorResponse(status, ErrorResponse.Headers.none(), body));
	}

	private static String words(ErrorEvidence evidence) {
		return evidence.codes() + " " + evidence.types() + " " + evidence.found().messages();
	}

	private static String error(String message) {
		return MAPPER.writeValueAsString(Map.of("error", Map.of("message", message)));
	}

	private static String nested(String open, int times, String inner, String close) {
		return open.repeat(times) + inner + close.repeat(times);
	}

}
