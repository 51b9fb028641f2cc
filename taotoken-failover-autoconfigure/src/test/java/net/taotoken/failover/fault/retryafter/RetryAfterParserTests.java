package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.evidence.ErrorBodyParser;
import net.taotoken.failover.fault.rules.FaultRules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterParserTests {

	private static final Instant NOW = Instant.parse("2026-01-02T01:00:00Z");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Retry-After | 3 | 3000
			retry-after | 0.25 | 250
			Retry-After | 0 | 0
			Retry-After | -5 | 0
			Retry-After | ' 7 ' | 7000
			Retry-After | 20s | 20000
			Retry-After | Fri, 02 Jan 2026 01:00:30 GMT | 30000
			Retry-After | Friday, 02-Jan-26 01:00:30 GMT | 30000
			Retry-After | Fri Jan  2 01:00:30 2026 | 30000
			Retry-After | Thu, 01 Jan 2026 00:00:00 GMT | 0
			Retry-After | 1767315660 | 60000
			retry-after-ms | 1500 | 1500
			x-ms-retry-after-ms | 20.4 | 20
			x-ratelimit-reset-requests | 6m0s | 360000
			x-ratelimit-reset-tokens | 20ms | 20
			x-ratelimit-reset-tokens-minute | 25.4 | 25400
			x-ratelimit-reset-requests-day | 3600 | 3600000
			x-ratelimit-reset-tokens | 1h2m3.5s | 3723500
			anthropic-ratelimit-tokens-reset | 2026-01-02T01:00:12Z | 12000
			anthropic-ratelimit-requests-reset | 2026-01-02T02:00:12+01:00 | 12000
			RateLimit-Reset | 9 | 9000
			RateLimit | limit=100, remaining=0, reset=50 | 50000
			RateLimit | "default";r=0;t=7 | 7000
			X-RateLimit-Reset | 1767315605000 | 5000
			x-ratelimit-reset-project-tokens | 6m0s | 360000
			x-ratelimit-reset-input-tokens-per-minute | 12 | 12000
			X-Rate-Limit-Reset | 9 | 9000
			X-RateLimit-Reset-After | 1.5 | 1500
			x-ratelimit-reset-ms | 1500 | 1500
			x-ratelimitbysize-reset-minute | 9 | 9000
			x-ratelimit-reset-milliseconds | 1500 | 1500
			x-ratelimit-reset-ms | 1767315605000 | 5000
			x-ratelimit-reset-ms | 1.5s | 1500
			x-ratelimit-token-limit-reset | 60 | 60000
			x-ratelimit-reset-tokens | '5, 30' | 5000
			grpc-retry-pushback-ms | 500 | 500
			anthropic-ratelimit-unified-reset | 1767315660 | 60000
			acme_ratelimit_units_resets_at | 2026-01-02T01:00:12Z | 12000
			x-retry-after | 3 | 3000
			X-Retry-After-Ms | 3 | 3
			x-ratelimit-retry-after-seconds | 7 | 7000
			retry-in | 2s | 2000
			Retry-After | '3, 5' | 3000
			""")
	void headerIsRead(String name, String value, long milliseconds) {
		assertThat(wait(Map.of(name, value), "")).isEqualTo(Duration.ofMillis(milliseconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "", "NaN", "Infinity", "1e300", "0x1p3", "99999999999999999999", "1 2",
			"5 bananas", "Fri, 32 Jan 2026 01:00:30 GMT", "--1", "३" })
	void garbageIsIgnored(String value) {
		Map<String, String> headers = Map.of("retry-after-ms", value, "Retry-After", value,
				"x-ratelimit-reset-requests", value, "anthropic-ratelimit-tokens-reset", value, "RateLimit-Reset",
				value, "RateLimit", value);
		assertThat(wait(headers, "")).isNull();
	}

	@Test
	void garbageGivesWayToTheNextPlace() {
		assertThat(wait(Map.of("Retry-After", "soon", "RateLimit-Reset", "4"), "")).isEqualTo(Duration.ofSeconds(4));
		assertThat(wait(Map.of("Retry-After", "soon"), "{\"retry_after\":2}")).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void placesHaveAnOrder() {
		Map<String, String> headers = Map.of("retry-after-ms", "1", "x-ms-retry-after-ms", "2", "Retry-After", "3",
				"x-ratelimit-reset-requests", "4s");
		assertThat(wait(headers, "{\"retry_after\":9}")).isEqualTo(Duration.ofMillis(1));
		Map<String, String> fewer = Map.of("Retry-After", "3", "x-ratelimit-reset-requests", "4s");
		assertThat(wait(fewer, "{\"retry_after\":9}")).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void hugeWaitDoesNotOverflow() {
		Duration wait = wait(Map.of("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"), "");
		assertThat(wait).isNotNull().isGreaterThan(Duration.ofDays(365));
		assertThat(requireNonNull(wait).toNanos()).isPositive();
		assertThat(wait(Map.of("x-ratelimit-reset-tokens", "999999999999999h"), "")).isEqualTo(wait);
	}

	@Test
	void dateIsComparedWithTheServersOwnClock() {
		Map<String, String> headers = Map.of("Date", "Fri, 02 Jan 2026 05:00:00 GMT", "Retry-After",
				"Fri, 02 Jan 2026 05:00:08 GMT");
		assertThat(wait(headers, "")).isEqualTo(Duration.ofSeconds(8));
	}

	@Test
	void limitThatIsNotUsedUpIsNotWaitedFor() {
		Map<String, String> headers = Map.of("x-ratelimit-remaining-requests", "5", "x-ratelimit-reset-requests", "9m",
				"x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "3s");
		assertThat(wait(headers, "")).isEqualTo(Duration.ofSeconds(3));
		assertThat(wait(Map.of("RateLimit", "\"default\";r=4;t=7"), "")).isNull();
	}

	@Test
	void limitThatIsUsedUpCountsBeforeOneThatSaysNothing() {
		Map<String, String> headers = Map.of("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "3s",
				"x-ratelimit-reset-audio-minutes", "9m");
		assertThat(wait(headers, "")).isEqualTo(Duration.ofSeconds(3));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					Retry-After: 60; x-retry-jitter-ms: 100 | 60000
					Retry-After: 60; x-retry-after: 5 | 60000
					x-ratelimit-limit-images: 0; x-ratelimit-remaining-images: 0; x-ratelimit-reset-images: 9h; x-ratelimit-remaining-tokens: 0; x-ratelimit-reset-tokens: 3s | 3000
					x-ratelimit-limit-priority-tokens: -1; x-ratelimit-remaining-priority-tokens: -1; x-ratelimit-reset-priority-tokens: 86400; x-ratelimit-remaining-tokens: 0; x-ratelimit-reset-tokens: 3s | 3000
					x-ratelimit-limit-tokens: 1; x-ratelimit-remaining-tokens: -1; x-ratelimit-reset-tokens: 3s | 3000
					x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 2s; x-ratelimit-remaining: 0; x-ratelimit-reset: 86400 | 2000
					RateLimit: "a"@r=0@t=50; x-ratelimit-reset: 99999 | 50000
					RateLimit-Reset: 3; x-ratelimit-reset: 99999 | 3000
					x-ratelimit-status: OK; x-ratelimit-reset: 3600; ratelimit-reset: 3 | 3000
					x-ratelimit-remaining: 0; x-ratelimit-time-remaining: 59; x-ratelimit-reset: 59 | 59000
					x-ratelimit-remaining: 0, 0; x-ratelimit-reset: 7 | 7000
					x-ratelimit-reset-after: 60; x-ratelimit-reset-timestamp: later; x-ratelimit-remaining: 0 | 60000
					x-ratelimit-remaining-images: 0; x-ratelimit-reset-images: 9s | 9000
					x-request-retry: 0; x-ratelimit-reset: 4 | 4000
					x-ratelimit-status: OK; x-ratelimit-reset: 3; x-rate-limit-reset: 9 | 9000
					""")
	void mostTellingHeaderWins(String headers, long milliseconds) {
		assertThat(wait(headers(headers), "")).isEqualTo(Duration.ofMillis(milliseconds));
	}

	private static Map<String, String> headers(String text) {
		return Stream.of(text.split(";"))
			.map((line) -> line.split(":", 2))
			.collect(Collectors.toMap((line) -> line[0].strip(), (line) -> line[1].strip().replace('@', ';')));
	}

	@Test
	void limitThatAllowsMoreByItsStatusIsNotWaitedFor() {
		Map<String, String> headers = Map.of("anthropic-ratelimit-unified-status", "rejected",
				"anthropic-ratelimit-unified-reset", "1767315660", "anthropic-ratelimit-unified-5h-status", "rejected",
				"anthropic-ratelimit-unified-5h-reset", "1767315660", "anthropic-ratelimit-unified-7d-status",
				"allowed_warning", "anthropic-ratelimit-unified-7d-reset", "1767830400");
		assertThat(wait(headers, "")).isEqualTo(Duration.ofMinutes(1));
	}

	@ParameterizedTest
	@CsvSource({ "rejected, PT1M", "allowed," })
	void partsOfALimitWithAStatusDecideNothing(String status, @Nullable Duration wait) {
		Map<String, String> headers = Map.of("anthropic-ratelimit-unified-status", status,
				"anthropic-ratelimit-unified-reset", "1767315660", "anthropic-ratelimit-unified-overage-status",
				"rejected", "anthropic-ratelimit-unified-overage-reset", "1769904000");
		assertThat(wait(headers, "")).isEqualTo(wait);
	}

	@ParameterizedTest
	@CsvSource({ "x-should-retry, 1", "x-retry-count, 3", "x-max-retries, 3", "x-retry-jitter-ms, 100",
			"x-retry-status, 503", "x-retry-token, 123456", "x-retry-limit, 3", "x-do-not-retry, 1", "retry-min, 5",
			"x-retry-per-day, 3", "x-ratelimit-remaining-seconds, 0", "x-reset, 3", "content-limit-reset, 3",
			"x-ratelimit-policy, 3", "x-ratelimit-used, 3", "x-ratelimit-limit, 3", "speed-limit-reset, 3",
			"creditlimit-reset, 3" })
	void headerOfSomethingElseIsNotTakenForAWait(String name, String value) {
		assertThat(wait(Map.of(name, value), "")).isNull();
	}

	@Test
	void largerOfTwoLimitsCounts() {
		Map<String, String> headers = Map.of("x-ratelimit-reset-requests", "2s", "x-ratelimit-reset-tokens", "1m");
		assertThat(wait(headers, "")).isEqualTo(Duration.ofMinutes(1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"error":{"message":"x","metadata":{"headers":{"X-RateLimit-Reset":"1767315605000"}}}} | 5000
			{"error":{"message":"x","metadata":{"headers":{"X-RateLimit-Reset":1767315605000}}}} | 5000
			{"error":{"message":"x","retry_after":2.5}} | 2500
			{"error":{"message":"x","retryAfterMs":70}} | 70
			{"error":{"message":"x","metadata":{"retry_after_seconds":12}}} | 12000
			{"error":{"code":429,"details":[{"@type":"RetryInfo","retryDelay":"23s"}]}} | 23000
			[{"error":{"code":429,"details":[{"retryDelay":"23.5s"}]}}] | 23500
			{"error":{"message":"Limit 10, Used 10. Please try again in 1.2s. Visit https://x"}} | 1200
			{"error":{"message":"Please try again in 20ms."}} | 20
			{"error":{"message":"Please try again in 6m0s."}} | 360000
			{"error":{"message":"Please try again in 1m30.5s. Need more?"}} | 90500
			{"error":{"message":"Please retry after 9 seconds."}} | 9000
			{"error":{"message":"please try again after 1 seconds"}} | 1000
			{"error":{"message":"Try again in 5 minutes or later"}} | 300000
			{"error":{"message":"请在 30 秒后重试"}} | 30000
			{"error":{"message":"请求过快，请30秒后重试"}} | 30000
			{"error":{"message":"您的限额将在 2026-01-02 10:00:00 重置"}} | 3600000
			{"error":{"message":"额度将于 2026年1月2日 10:00 重置"}} | 3600000
			{"error":{"message":"已用完，将于 2026/01/02 10:00:00 恢复"}} | 3600000
			{"error":{"message":"It will reset at 2026-01-02 02:00:00 +0000 UTC."}} | 3600000
			{"error":{"message":"It will reset at 2026-01-02 10:00:00 +0800 CST."}} | 3600000
			{"error":{"message":"You will regain access on 2026-01-02 at 02:00 UTC."}} | 3600000
			{"error":{"message":"Your quota will reset on 2026-01-02 02:00 UTC"}} | 3600000
			Rate limit reached, try again in 3s | 3000
			You have hit your limit · resets 3pm (UTC) | 50400000
			Your limit will reset at 9:30 AM (Asia/Shanghai). | 1800000
			Session limit reached, resets 12am (UTC) | 82800000
			{"error":{"message":"It is available again at 01:05 UTC"}} | 300000
			""")
	void bodyIsRead(String body, long milliseconds) {
		assertThat(wait(Map.of(), body)).isEqualTo(Duration.ofMillis(milliseconds));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"error":{"reset_seconds":1768,"reset_time":"29m28s"}} | 1768000
			{"error":{"reset_time":"29m28s"}} | 1768000
			{"error":{"resets_in_seconds":1800}} | 1800000
			{"error":{"resetsInMs":1800}} | 1800
			{"error":{"resets_at":1767315605}} | 5000
			{"error":{"resets_at":"2026-01-02T01:00:05Z"}} | 5000
			{"error":{"reset-at":"Fri, 02 Jan 2026 01:00:05 GMT"}} | 5000
			{"retry_in":7} | 7000
			{"retryInMinutes":2} | 120000
			{"retry":{"after":"7s"}} | 7000
			{"error":{"cooldown":"1m"}} | 60000
			{"error":{"coolDownSeconds":"12"}} | 12000
			{"wait_seconds":3} | 3000
			{"detail":{"wait_time":4.5}} | 4500
			{"backoff_ms":250} | 250
			{"error":"Model x is currently loading","estimated_time":20.5} | 20500
			{"next_available_at":"2026-01-02T01:00:05Z"} | 5000
			{"available_in_hours":1} | 3600000
			{"error":{"x":[{"y":{"RetryDelay":"2h"}}]}} | 7200000
			{"reset_seconds":9,"retry_after":2} | 2000
			{"error":{"message":"Please retry in 900.07s."}} | 900070
			{"error":{"message":"Limit resets in 29 minutes and 28 seconds."}} | 1768000
			{"error":{"message":"Try again at 2026-01-02T01:00:05Z"}} | 5000
			{"error":{"message":"available after 2026-01-02 01:00:05 UTC"}} | 5000
			""")
	void waitIsReadUnderAnyUsualName(String body, long milliseconds) {
		assertThat(wait(Map.of(), body)).isEqualTo(Duration.ofMillis(milliseconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"retry_count\":3}", "{\"max_retries\":3}", "{\"retryable\":true}", "{\"retry\":false}",
			"{\"next\":3}", "{\"available\":5}", "{\"wait\":null}", "{\"retry_attempts\":2}",
			"{\"resets_remaining\":4}", "{\"retry_after\":99999999}", "{\"reset_password_url\":\"5s\"}",
			"{\"resets_at\":\"tomorrow\"}", "{\"after\":2}", "{\"presets\":3}", "{\"awaiting\":3}" })
	void fieldThatIsNoWaitIsNotTakenForOne(String body) {
		assertThat(wait(Map.of(), body)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "try again later", "Limit 10 s, Used 5", "try again in 3 bananas", "resets 3pm",
			"resets 3pm (Middle/Earth)", "resets 25:00 UTC", "resets 13pm (UTC)", "retry 3 UTC, or at 5:00",
			"{\"retry_after\":\"soon\"}", "{\"retry_after\":null}", "{\"retry_after\":{}}",
			"将在 2026-99-99 10:00:00 重置" })
	void bodyWithoutAWaitGivesNone(String body) {
		assertThat(wait(Map.of(), body)).isNull();
	}

	@Test
	void waitIsReadOnlyWhereWaitingHelps() {
		ErrorResponse.Headers headers = ErrorResponse.Headers.of(Map.of("Retry-After", "3"));
		for (int status : new int[] { 402, 404, 429, 500, 503, 521 }) {
			Fault fault = FaultRules.standard().classify(new ErrorResponse(status, headers, "x"), NOW);
			assertThat(fault.retryAfter()).as("%s", status).isEqualTo(Duration.ofSeconds(3));
		}
		for (int status : new int[] { 200, 400, 401, 403, 413, 418, 451, 504 }) {
			Fault fault = FaultRules.standard().classify(new ErrorResponse(status, headers, "x"), NOW);
			assertThat(fault.retryAfter()).as("%s", status).isNull();
		}
	}

	private static @Nullable Duration wait(Map<String, String> headers, String body) {
		ErrorResponse response = new ErrorResponse(429, ErrorResponse.Headers.of(headers), body);
		return RetryAfterParser.parse(FaultKind.RATE_LIMITED, response.headers(), ErrorBodyParser.parse(response), NOW);
	}

}
