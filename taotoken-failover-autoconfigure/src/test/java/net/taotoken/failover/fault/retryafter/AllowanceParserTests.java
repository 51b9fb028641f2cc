package net.taotoken.failover.fault.retryafter;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.ErrorResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AllowanceParser}.
 */
class AllowanceParserTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					x-ratelimit-limit-requests: 500; x-ratelimit-remaining-requests: 10; x-ratelimit-reset-requests: 6m0s | 0.02 | PT6M
					x-ratelimit-limit-tokens: 1000; x-ratelimit-remaining-tokens: 999; x-ratelimit-reset-tokens: 120ms | 0.999 | PT0.12S
					RateLimit-Limit: 100, 100@60; RateLimit-Remaining: 50; RateLimit-Reset: 30 | 0.5 | PT30S
					X-RateLimit-Limit: 100; X-RateLimit-Remaining: 1; X-RateLimit-Reset: 1767225660 | 0.01 | PT1M
					RateLimit: limit=100, remaining=20, reset=7 | 0.2 | PT7S
					RateLimit: "default"@r=5@t=9; RateLimit-Policy: "default"@q=100@w=60 | 0.05 | PT9S
					anthropic-ratelimit-requests-limit: 50; anthropic-ratelimit-requests-remaining: 5; anthropic-ratelimit-requests-reset: 2026-01-01T00:00:20Z | 0.1 | PT20S
					x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 2s | 0 | PT2S
					x-ratelimit-limit-requests: 5; x-ratelimit-remaining-requests: 10; x-ratelimit-reset-requests: 1s | 1 | PT1S
					x-ratelimit-limit-project-tokens: 100; x-ratelimit-remaining-project-tokens: 3; x-ratelimit-reset-project-tokens: 9s | 0.03 | PT9S
					x-ratelimit-limit-tokens-minute: 100; x-ratelimit-remaining-tokens-minute: 7; x-ratelimit-reset-tokens-minute: 30.5 | 0.07 | PT30.5S
					X-Rate-Limit-Limit: 10; X-Rate-Limit-Remaining: 1; X-Rate-Limit-Reset: 5 | 0.1 | PT5S
					acme-priority-ratelimit-input-tokens-limit: 50; acme-priority-ratelimit-input-tokens-remaining: 25; acme-priority-ratelimit-input-tokens-reset-after: 3 | 0.5 | PT3S
					x-ratelimit-limit: 100; x-ratelimit-remaining: 90; x-ratelimit-remaining-seconds: 0; x-ratelimit-reset: 60 | 0.9 | PT1M
					x-ratelimit-limit: 5; x-ratelimit-limit-seconds: 60; x-ratelimit-remaining: 2; x-ratelimit-reset: 60 | 0.4 | PT1M
					x-ratelimit-limit-requests: 2.0; x-ratelimit-remaining-requests: 0.5; x-ratelimit-reset-requests: 60 | 0.25 | PT1M
					x-ratelimit-limit-requests: 10; x-ratelimit-remaining-requests: 5; x-ratelimit-reset-requests: 5, 30 | 0.5 | PT5S
					""")
	void announcementIsRead(String headers, double share, Duration reset) {
		assertThat(parse(headers)).isEqualTo(new Allowance(share, reset));
	}

	@Test
	void limitOfWhichTheLeastIsLeftCounts() {
		assertThat(parse("x-ratelimit-limit-requests: 100; x-ratelimit-remaining-requests: 90;"
				+ "x-ratelimit-reset-requests: 1s; x-ratelimit-limit-tokens: 1000; x-ratelimit-remaining-tokens: 30;"
				+ "x-ratelimit-reset-tokens: 12s; anthropic-ratelimit-tokens-limit: 10;"
				+ "anthropic-ratelimit-tokens-remaining: 9; anthropic-ratelimit-tokens-reset: 3"))
			.isEqualTo(new Allowance(0.03, Duration.ofSeconds(12)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Content-Type: text/event-stream", "x-ratelimit-remaining-requests: 1",
			"x-ratelimit-limit-requests: 10; x-ratelimit-remaining-requests: 1",
			"x-ratelimit-remaining-requests: 1; x-ratelimit-reset-requests: 5s",
			"x-ratelimit-limit-requests: 10; x-ratelimit-remaining-requests: few; x-ratelimit-reset-requests: 5s",
			"x-ratelimit-limit-requests: 10; x-ratelimit-remaining-requests: -1; x-ratelimit-reset-requests: 5s",
			"x-ratelimit-limit-requests: 99999999999999999999; x-ratelimit-remaining-requests: 1;x-ratelimit-reset-requests: 5s",
			"x-ratelimit-limit-requests: 10; x-ratelimit-remaining-requests: 1; x-ratelimit-reset-requests: soon",
			"RateLimit: \"default\"", "RateLimit: r=1",
			"x-ratelimit-limit-tokens: 0; x-ratelimit-remaining-tokens: 0; x-ratelimit-reset-tokens: 5s",
			"x-ratelimit-limit-tokens: -1; x-ratelimit-remaining-tokens: 0; x-ratelimit-reset-tokens: 5s",
			"x-ratelimit-limit-images: 10; x-ratelimit-remaining-images: 0; x-ratelimit-reset-images: 9h",
			"x-ratelimit-limit-requests-day: 14400; x-ratelimit-remaining-requests-day: 576; x-ratelimit-reset-requests-day: 33011",
			"x-ratelimit-limit-requests: 10; x-ratelimit-remaining-tokens: 1; x-ratelimit-reset-images: 5s",
			"content-limit: 10; content-remaining: 0; content-reset: 5s", "x-limit: 10; x-remaining: 0; x-reset: 5s" })
	void whatSaysNothingIsIgnored(String headers) {
		assertThat(parse(headers)).isNull();
	}

	private static @Nullable Allowance parse(String text) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line : text.split(";")) {
			int colon = line.indexOf(':');
			if (colon > 0) {
				headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip().replace('@', ';'));
			}
		}
		return AllowanceParser.parse(ErrorResponse.Headers.of(headers), () -> NOW);
	}

}
