package net.taotoken.failover.fault.rules;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Reaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FaultMappingTests {

	private static final String BODY = """
			{"error":{"message":"Tea time","code":"Too_Busy","type":"Sorry"}}""";

	@Test
	void mappingWithoutConditionIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FaultMapping(null, null, null, null, FaultKind.TIMEOUT))
			.withMessageContaining("timeout");
	}

	@Test
	void mappingComesBeforeEverything() {
		FaultMapping mapping = new FaultMapping(null, "too_busy", null, null, FaultKind.OVERLOADED);
		assertThat(classify(400, BODY, mapping).kind()).isEqualTo(FaultKind.OVERLOADED);
		FaultMapping known = new FaultMapping(null, "model_not_found", null, null, FaultKind.TIMEOUT);
		String body = "{\"error\":{\"code\":\"model_not_found\"}}";
		assertThat(classify(503, body, known).kind()).isEqualTo(FaultKind.TIMEOUT);
	}

	@Test
	void allConditionsMustHold() {
		Pattern tea = Pattern.compile("^Tea");
		FaultKind kind = FaultKind.OVERLOADED;
		assertThat(classify(418, BODY, new FaultMapping(418, "TOO_BUSY", "sorry", tea, kind)).kind()).isEqualTo(kind);
		assertThat(classify(419, BODY, new FaultMapping(418, "TOO_BUSY", "sorry", tea, kind)).kind())
			.isNotEqualTo(kind);
		assertThat(classify(418, BODY, new FaultMapping(418, "TOO_BUS", "sorry", tea, kind)).kind()).isNotEqualTo(kind);
		assertThat(classify(418, BODY, new FaultMapping(418, "TOO_BUSY", "so", tea, kind)).kind()).isNotEqualTo(kind);
		assertThat(classify(418, BODY, new FaultMapping(418, "TOO_BUSY", "sorry", Pattern.compile("tea"), kind)).kind())
			.isNotEqualTo(kind);
	}

	@Test
	void firstOfTwoMappingsWins() {
		FaultMapping first = new FaultMapping(418, null, null, null, FaultKind.TIMEOUT);
		FaultMapping second = new FaultMapping(418, null, null, null, FaultKind.UNREACHABLE);
		assertThat(classify(418, BODY, first, second).kind()).isEqualTo(FaultKind.TIMEOUT);
	}

	@Test
	void numericCodeAndPlainTextCanBeMapped() {
		FaultMapping code = new FaultMapping(null, "4711", null, null, FaultKind.TIMEOUT);
		assertThat(classify(500, "{\"code\":4711,\"msg\":\"x\"}", code).kind()).isEqualTo(FaultKind.TIMEOUT);
		FaultMapping text = new FaultMapping(null, null, null, Pattern.compile("Wartung"), FaultKind.OVERLOADED);
		assertThat(classify(500, "Wir machen Wartung", text).kind()).isEqualTo(FaultKind.OVERLOADED);
		assertThat(classify(500, "<html>Wartung</html>", text).kind()).isEqualTo(FaultKind.OVERLOADED);
	}

	@Test
	void mappedScopeIsThatOfTheKindUnlessTheSameKindConcernsTheAccount() {
		FaultMapping mapping = new FaultMapping(401, null, null, null, FaultKind.AUTHENTICATION);
		assertThat(classify(401, "", mapping).scope()).isEqualTo(FaultScope.ACCOUNT);
		FaultMapping other = new FaultMapping(401, null, null, null, FaultKind.QUOTA_EXHAUSTED);
		assertThat(classify(401, "", other).scope()).isEqualTo(FaultScope.MODEL);
		assertThat(classify(401, "", other).hint()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			503 | {"error":{"code":"upstream_exhausted","action":"failover","retryable":true}} | - | SWITCH
			503 | {"error":{"code":"upstream_exhausted","action":"retry_later"}} | - | RETRY
			503 | {"error":{"code":"upstream_exhausted","action":"abort"}} | - | FAIL
			503 | {"error":{"code":"upstream_exhausted","action":"manual"}} | - | FAIL
			503 | {"error":{"code":"upstream_exhausted","action":"none","retryable":true}} | - | RETRY
			503 | {"error":{"message":"x"},"retryable":false} | - | SWITCH
			400 | {"error":{"message":"x"},"retryable":false} | - | -
			500 | {"error":{"message":"x"}} | true | RETRY
			500 | {"error":{"message":"x"}} | false | SWITCH
			500 | {"error":{"message":"x"}} | perhaps | -
			500 | {"error":{"message":"x"}} | - | -
			""")
	void adviceIsHandedOnOnlyWhenAsked(int status, String body, String header, Reaction advice) {
		ErrorResponse.Headers headers = (header != null) ? ErrorResponse.Headers.of(Map.of("X-Should-Retry", header))
				: ErrorResponse.Headers.none();
		ErrorResponse response = new ErrorResponse(status, headers, body);
		FaultRules rules = FaultRules.standard();
		assertThat(rules.obeyingHints(true).classify(response, Instant.EPOCH).advice()).isEqualTo(advice);
		assertThat(rules.classify(response, Instant.EPOCH).advice()).isNull();
	}

	private static Fault classify(int status, String body, FaultMapping... mappings) {
		return FaultRules.standard()
			.withMappings(List.of(mappings))
			.classify(new ErrorResponse(status, ErrorResponse.Headers.none(), body), Instant.EPOCH);
	}

}
