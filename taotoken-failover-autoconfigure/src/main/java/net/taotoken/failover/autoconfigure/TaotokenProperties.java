package net.taotoken.failover.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.route.RoutingStrategy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything under {@code taotoken}.
 *
 * @param enabled Whether model failover is auto-configured.
 * @param apiKey Key that is sent to the gateway as a bearer token.
 * @param baseUrl Absolute URL of the gateway, to which the paths are appended.
 * @param chatCompletionsPath Path of chat completions, appended to the base URL.
 * @param models What is known of models, by model id. An id with dots, slashes or colons
 * goes in square brackets.
 * @param modelsPath Path of the list of models, appended to the base URL.
 * @param modelPriority Comma-separated list of models in order of preference. A JSON
 * array of strings is understood, too.
 * @param strategy Order in which the models are tried.
 * @param obeyErrorHints Whether advice in error answers of the gateway, to retry or to
 * switch, comes before the configured reaction.
 * @param maxResponseSize Maximum size of an answer. Larger ones are refused without being
 * read.
 * @param routes Further lists of models, by name.
 * @param timeouts Limits of time.
 * @param retry How often and how patiently a call tries.
 * @param faults What each kind of fault does to a call.
 * @param faultMappings Own rules that tell the fault behind an error answer, tried before
 * the built-in ones. The first that matches is used.
 * @param stream Streamed answers.
 * @param detectHangsByStreaming Whether answers that are not streamed to the caller are
 * streamed from the gateway all the same, so that a model that hangs is left as soon as
 * its first token is overdue.
 * @param hedge A second model beside one that is slow to begin.
 * @param health When a model is taken out, and for how long.
 * @param ssl TLS of connections to the gateway.
 * @param http HTTP client.
 * @param console Models and money, as the gateway and its console tell them.
 * @param reload Changes of the configuration while the application runs.
 */
@ConfigurationProperties(prefix = TaotokenProperties.PREFIX, ignoreUnknownFields = false)
public record TaotokenProperties(@DefaultValue("true") boolean enabled, @Nullable String apiKey,
		@DefaultValue("https://taotoken.net/api") String baseUrl,
		@DefaultValue("/v1/chat/completions") String chatCompletionsPath, @DefaultValue("/v1/models") String modelsPath,
		@DefaultValue List<String> modelPriority, @DefaultValue("priority") RoutingStrategy strategy,
		@DefaultValue("false") boolean obeyErrorHints, @DefaultValue("16MB") DataSize maxResponseSize,
		@DefaultValue Map<String, RouteProperties> routes, @DefaultValue Map<String, ModelProperties> models,
		@NestedConfigurationProperty TimeoutProperties timeouts, @NestedConfigurationProperty RetryProperties retry,
		@DefaultValue Map<FaultKind, FaultProperties> faults, @DefaultValue List<FaultMappingProperties> faultMappings,
		@NestedConfigurationProperty StreamProperties stream, @DefaultValue("false") boolean detectHangsByStreaming,
		@NestedConfigurationProperty HedgeProperties hedge, @NestedConfigurationProperty HealthProperties health,
		Ssl ssl, Http http, @NestedConfigurationProperty ConsoleProperties console,
		@NestedConfigurationProperty ReloadProperties reload) {

	static final String PREFIX = "taotoken";

	/**
	 * Completes what was bound. Groups of which nothing is set arrive as {@code null}:
	 * with a default value, Spring Boot would make them of their texts by reflection,
	 * which took half of the time of binding.
	 */
	public TaotokenProperties {
		timeouts = Objects.requireNonNullElse(timeouts, TimeoutProperties.DEFAULTS);
		retry = Objects.requireNonNullElse(retry, RetryProperties.DEFAULTS);
		stream = Objects.requireNonNullElse(stream, StreamProperties.DEFAULTS);
		hedge = Objects.requireNonNullElse(hedge, HedgeProperties.DEFAULTS);
		health = Objects.requireNonNullElse(health, HealthProperties.DEFAULTS);
		ssl = Objects.requireNonNullElse(ssl, Ssl.DEFAULTS);
		http = Objects.requireNonNullElse(http, Http.DEFAULTS);
		console = Objects.requireNonNullElse(console, ConsoleProperties.DEFAULTS);
		reload = Objects.requireNonNullElse(reload, ReloadProperties.DEFAULTS);
	}

	/**
	 * Nothing of the content, since one of the properties is a secret.
	 */
	@Override
	public String toString() {
		return "TaotokenProperties[" + this.modelPriority + "]";
	}

	/**
	 * TLS of connections to the gateway.
	 *
	 * @param bundle Name of the SSL bundle to use.
	 */
	public record Ssl(@Nullable String bundle) {

		static final Ssl DEFAULTS = new Ssl(null);

	}

	/**
	 * The HTTP client.
	 *
	 * @param maxConnections Maximum number of open connections to the gateway, and so of
	 * exchanges at the same time.
	 * @param headers Headers that are added to every request.
	 */
	public record Http(@DefaultValue("256") int maxConnections, @DefaultValue Map<String, String> headers) {

		static final Http DEFAULTS = new Http(256, Map.of());

	}

}
