package net.taotoken.failover.autoconfigure.properties;

import java.util.List;
import java.util.Map;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.route.EntryOrder;
import net.taotoken.failover.route.RoutingStrategy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything under {@code taotoken}. Its groups are records; the whole is bound by
 * setters, since a constructor with as many parameters takes the JVM longer to call for
 * the first time than everything else about binding.
 * <p>
 * Setters have no effect after the start.
 *
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = TaotokenProperties.PREFIX, ignoreUnknownFields = false)
public final class TaotokenProperties {

	public static final String PREFIX = "taotoken";

	/**
	 * Whether model failover is auto-configured.
	 */
	private boolean enabled = true;

	/**
	 * Key that is sent to the gateway as a bearer token.
	 */
	private @Nullable String apiKey;

	/**
	 * Absolute URL of the gateway, to which the paths are appended. A version in it takes
	 * the place of the version at the start of a path. The whole address of chat
	 * completions, or of the list of models, is understood, too.
	 */
	private String baseUrl = "https://taotoken.net/api";

	/**
	 * Addresses of the gateway with their keys, by name, in order of preference. They
	 * take the place of 'taotoken.base-url'.
	 */
	private Map<String, EntryProperties> entries = Map.of();

	/**
	 * Comma-separated list of entries in order of preference; those that are not named
	 * follow. Unless set, the order in which they are written.
	 */
	private List<String> entryPriority = List.of();

	/**
	 * Order of alternatives: the same model at the next entry first, or the next model at
	 * the same entry.
	 */
	private EntryOrder prefer = EntryOrder.MODEL;

	/**
	 * Path of chat completions, appended to the base URL.
	 */
	private String chatCompletionsPath = "/v1/chat/completions";

	/**
	 * Path of the list of models, appended to the base URL.
	 */
	private String modelsPath = "/v1/models";

	/**
	 * Comma-separated list of models in order of preference. A JSON array of strings is
	 * understood, too.
	 */
	private List<String> modelPriority = List.of();

	/**
	 * Order in which the models are tried.
	 */
	private RoutingStrategy strategy = RoutingStrategy.PRIORITY;

	/**
	 * Whether advice in error answers of the gateway, to retry or to switch, comes before
	 * the configured reaction.
	 */
	private boolean obeyErrorHints;

	/**
	 * Maximum size of an answer, at most 1GB. Larger answers are refused as soon as that
	 * is seen. In a stream, what repeats in each chunk does not count.
	 */
	private DataSize maxResponseSize = DataSize.ofMegabytes(16);

	/**
	 * Further lists of models, by name.
	 */
	private Map<String, RouteProperties> routes = Map.of();

	/**
	 * Known facts about models, by model id. An id with dots, slashes or colons goes in
	 * square brackets.
	 */
	private Map<String, ModelProperties> models = Map.of();

	/**
	 * Limits of time.
	 */
	@NestedConfigurationProperty
	private TimeoutProperties timeouts = TimeoutProperties.DEFAULTS;

	/**
	 * Number of attempts of a call, and its patience.
	 */
	@NestedConfigurationProperty
	private RetryProperties retry = RetryProperties.DEFAULTS;

	/**
	 * Effect of each kind of fault on a call.
	 */
	private Map<FaultKind, FaultProperties> faults = Map.of();

	/**
	 * Own rules that tell the fault behind an error answer, tried before the built-in
	 * ones. The first that matches is used.
	 */
	private List<FaultMappingProperties> faultMappings = List.of();

	/**
	 * Streamed answers.
	 */
	@NestedConfigurationProperty
	private StreamProperties stream = StreamProperties.DEFAULTS;

	/**
	 * Whether answers that are not streamed to the caller are streamed from the gateway
	 * all the same, so that a model that hangs is left as soon as its first token is
	 * overdue, and one that is writing a long answer is not cut. A model that cannot
	 * stream is asked for its answers in one piece.
	 */
	private boolean detectHangsByStreaming = true;

	/**
	 * A second model beside one that is slow to begin.
	 */
	@NestedConfigurationProperty
	private HedgeProperties hedge = HedgeProperties.DEFAULTS;

	/**
	 * Exchange between the instances of an application.
	 */
	@NestedConfigurationProperty
	private FleetProperties fleet = FleetProperties.DEFAULTS;

	/**
	 * Conditions under which a model is taken out, and for how long.
	 */
	@NestedConfigurationProperty
	private HealthProperties health = HealthProperties.DEFAULTS;

	/**
	 * TLS of connections to the gateway.
	 */
	private Ssl ssl = Ssl.DEFAULTS;

	/**
	 * HTTP client.
	 */
	private Http http = Http.DEFAULTS;

	/**
	 * Models and money, as the gateway and its console tell them.
	 */
	@NestedConfigurationProperty
	private ConsoleProperties console = ConsoleProperties.DEFAULTS;

	/**
	 * Changes of the configuration while the application runs.
	 */
	@NestedConfigurationProperty
	private ReloadProperties reload = ReloadProperties.DEFAULTS;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public Map<String, EntryProperties> getEntries() {
		return this.entries;
	}

	public void setEntries(Map<String, EntryProperties> entries) {
		this.entries = entries;
	}

	public List<String> getEntryPriority() {
		return this.entryPriority;
	}

	public void setEntryPriority(List<String> entryPriority) {
		this.entryPriority = entryPriority;
	}

	public EntryOrder getPrefer() {
		return this.prefer;
	}

	public void setPrefer(EntryOrder prefer) {
		this.prefer = prefer;
	}

	public String getChatCompletionsPath() {
		return this.chatCompletionsPath;
	}

	public void setChatCompletionsPath(String chatCompletionsPath) {
		this.chatCompletionsPath = chatCompletionsPath;
	}

	public String getModelsPath() {
		return this.modelsPath;
	}

	public void setModelsPath(String modelsPath) {
		this.modelsPath = modelsPath;
	}

	public List<String> getModelPriority() {
		return this.modelPriority;
	}

	public void setModelPriority(List<String> modelPriority) {
		this.modelPriority = modelPriority;
	}

	public RoutingStrategy getStrategy() {
		return this.strategy;
	}

	public void setStrategy(RoutingStrategy strategy) {
		this.strategy = strategy;
	}

	public boolean isObeyErrorHints() {
		return this.obeyErrorHints;
	}

	public void setObeyErrorHints(boolean obeyErrorHints) {
		this.obeyErrorHints = obeyErrorHints;
	}

	public DataSize getMaxResponseSize() {
		return this.maxResponseSize;
	}

	public void setMaxResponseSize(DataSize maxResponseSize) {
		this.maxResponseSize = maxResponseSize;
	}

	public Map<String, RouteProperties> getRoutes() {
		return this.routes;
	}

	public void setRoutes(Map<String, RouteProperties> routes) {
		this.routes = routes;
	}

	public Map<String, ModelProperties> getModels() {
		return this.models;
	}

	public void setModels(Map<String, ModelProperties> models) {
		this.models = models;
	}

	public TimeoutProperties getTimeouts() {
		return this.timeouts;
	}

	public void setTimeouts(TimeoutProperties timeouts) {
		this.timeouts = timeouts;
	}

	public RetryProperties getRetry() {
		return this.retry;
	}

	public void setRetry(RetryProperties retry) {
		this.retry = retry;
	}

	public Map<FaultKind, FaultProperties> getFaults() {
		return this.faults;
	}

	public void setFaults(Map<FaultKind, FaultProperties> faults) {
		this.faults = faults;
	}

	public List<FaultMappingProperties> getFaultMappings() {
		return this.faultMappings;
	}

	public void setFaultMappings(List<FaultMappingProperties> faultMappings) {
		this.faultMappings = faultMappings;
	}

	public StreamProperties getStream() {
		return this.stream;
	}

	public void setStream(StreamProperties stream) {
		this.stream = stream;
	}

	public boolean isDetectHangsByStreaming() {
		return this.detectHangsByStreaming;
	}

	public void setDetectHangsByStreaming(boolean detectHangsByStreaming) {
		this.detectHangsByStreaming = detectHangsByStreaming;
	}

	public HedgeProperties getHedge() {
		return this.hedge;
	}

	public void setHedge(HedgeProperties hedge) {
		this.hedge = hedge;
	}

	public FleetProperties getFleet() {
		return this.fleet;
	}

	public void setFleet(FleetProperties fleet) {
		this.fleet = fleet;
	}

	public HealthProperties getHealth() {
		return this.health;
	}

	public void setHealth(HealthProperties health) {
		this.health = health;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public void setSsl(Ssl ssl) {
		this.ssl = ssl;
	}

	public Http getHttp() {
		return this.http;
	}

	public void setHttp(Http http) {
		this.http = http;
	}

	public ConsoleProperties getConsole() {
		return this.console;
	}

	public void setConsole(ConsoleProperties console) {
		this.console = console;
	}

	public ReloadProperties getReload() {
		return this.reload;
	}

	public void setReload(ReloadProperties reload) {
		this.reload = reload;
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

		/**
		 * Nothing of the headers, since their values may be secrets.
		 */
		@Override
		public String toString() {
			return "TaotokenProperties.Http[" + this.maxConnections + "]";
		}

	}

}
