package net.taotoken.failover.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import net.taotoken.failover.autoconfigure.keys.KnownKeys;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.fault.FaultKind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE is told about the properties.
 */
class MetadataTests {

	private final JsonNode metadata = read();

	private final Map<String, JsonNode> properties = StreamSupport
		.stream(this.metadata.path("properties").spliterator(), false)
		.filter((property) -> property.path("name").asString().startsWith(TaotokenProperties.PREFIX))
		.collect(Collectors.toMap((property) -> property.path("name").asString(), Function.identity()));

	private static JsonNode read() {
		try (InputStream stream = TaotokenProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(stream);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void everyPropertyIsThereOnceAndIsDescribed() {
		assertThat(this.properties.keySet()).containsExactlyInAnyOrderElementsOf(
				KnownKeys.instance().all().stream().filter((key) -> !key.contains("*") && !key.contains("[")).toList());
		assertThat(this.properties.values())
			.allSatisfy((property) -> assertThat(property.path("description").asString()).matches("(?s)[A-Z].{10,}\\.")
				.doesNotContainIgnoringCase("path path", "@param", "{@")
				.doesNotStartWith("The ")
				.doesNotStartWith("A "));
	}

	@Test
	void descriptionsOfSimilarNamesAreNotMixedUp() {
		assertThat(description("taotoken.models")).startsWith("Known facts about models");
		assertThat(description("taotoken.models-path")).startsWith("Path of the list");
		assertThat(description("taotoken.health.cool-down")).startsWith("Time for which");
		assertThat(description("taotoken.faults")).startsWith("Effect of each kind");
	}

	private String description(String key) {
		return requireNonNull(this.properties.get(key)).path("description").asString();
	}

	@Test
	void defaultsAreThere() {
		Map<String, String> defaults = this.properties.values()
			.stream()
			.filter((property) -> property.has("defaultValue"))
			.collect(Collectors.toMap((property) -> property.path("name").asString(),
					(property) -> property.path("defaultValue").asString()));
		assertThat(defaults).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("taotoken.enabled", "true"),
				Map.entry("taotoken.base-url", "https://taotoken.net/api"),
				Map.entry("taotoken.chat-completions-path", "/v1/chat/completions"),
				Map.entry("taotoken.models-path", "/v1/models"), Map.entry("taotoken.strategy", "priority"),
				Map.entry("taotoken.prefer", "model"), Map.entry("taotoken.obey-error-hints", "false"),
				Map.entry("taotoken.max-response-size", "16MB"), Map.entry("taotoken.http.max-connections", "256"),
				Map.entry("taotoken.timeouts.connect", "5s"), Map.entry("taotoken.reload.interval", "5s"),
				Map.entry("taotoken.timeouts.first-token", "10s"), Map.entry("taotoken.timeouts.stall", "30s"),
				Map.entry("taotoken.timeouts.response", "60s"), Map.entry("taotoken.timeouts.total", "120s"),
				Map.entry("taotoken.timeouts.learn", "true"), Map.entry("taotoken.retry.max-attempts", "2"),
				Map.entry("taotoken.retry.max-total-attempts", "6"), Map.entry("taotoken.retry.patience", "2s"),
				Map.entry("taotoken.retry.multiplier", "2"), Map.entry("taotoken.retry.max-wait", "8s"),
				Map.entry("taotoken.retry.jitter", "0.2"), Map.entry("taotoken.retry.budget", "0.2"),
				Map.entry("taotoken.retry.second-opinion", "true"), Map.entry("taotoken.health.failure-rate", "0.5"),
				Map.entry("taotoken.health.window", "60s"), Map.entry("taotoken.health.minimum-calls", "5"),
				Map.entry("taotoken.health.cool-down", "5s"), Map.entry("taotoken.health.max-cool-down", "30s"),
				Map.entry("taotoken.health.max-server-cool-down", "1h"),
				Map.entry("taotoken.health.remember-unsupported", "10m"), Map.entry("taotoken.health.probe", "request"),
				Map.entry("taotoken.health.demote-below", "0.05"), Map.entry("taotoken.stream.delivery", "live"),
				Map.entry("taotoken.stream.on-interruption", "fail"),
				Map.entry("taotoken.detect-hangs-by-streaming", "true"), Map.entry("taotoken.hedge.max-extra", "0.05"),
				Map.entry("taotoken.fleet.enabled", "false"), Map.entry("taotoken.fleet.quorum", "2"),
				Map.entry("taotoken.fleet.share",
						"[rate-limited, overloaded, model-unavailable, quota-exhausted, authentication]"),
				Map.entry("taotoken.console.demote-below", "0.1"),
				Map.entry("taotoken.console.models.enabled", "false"),
				Map.entry("taotoken.console.models.fail-on-missing", "false"),
				Map.entry("taotoken.console.models.interval", "5m"), Map.entry("taotoken.console.models.timeout", "5s"),
				Map.entry("taotoken.console.models.jitter", "0.2"),
				Map.entry("taotoken.console.status.entries", "/data"),
				Map.entry("taotoken.console.status.model", "/id"),
				Map.entry("taotoken.console.status.available-states",
						"[available, active, enabled, healthy, normal, ok, online, operational, running, up, true, 1]"),
				Map.entry("taotoken.console.status.interval", "60s"),
				Map.entry("taotoken.console.status.timeout", "5s"), Map.entry("taotoken.console.status.jitter", "0.2"),
				Map.entry("taotoken.console.balance.enabled", "false"),
				Map.entry("taotoken.console.balance.subscription-path", "/v1/dashboard/billing/subscription"),
				Map.entry("taotoken.console.balance.usage-path", "/v1/dashboard/billing/usage"),
				Map.entry("taotoken.console.balance.interval", "5m"),
				Map.entry("taotoken.console.balance.timeout", "5s"),
				Map.entry("taotoken.console.balance.jitter", "0.2")));
	}

	private Stream<String> hints(String key) {
		JsonNode hint = StreamSupport.stream(this.metadata.path("hints").spliterator(), false)
			.filter((candidate) -> candidate.path("name").asString().equals(key))
			.findFirst()
			.orElseThrow();
		return hint.path("values").valueStream().map((value) -> value.path("value").asString());
	}

	@Test
	void automaticHedgesAreOffered() {
		assertThat(hints("taotoken.hedge.after")).contains("auto");
	}

	@Test
	void faultKindsAreOfferedAsKeys() {
		assertThat(hints("taotoken.faults.keys")).containsExactlyInAnyOrderElementsOf(Arrays.stream(FaultKind.values())
			.filter((kind) -> kind != FaultKind.CANCELLED)
			.map(FaultKind::id)
			.toList());
	}

}
