package net.taotoken.failover.autoconfigure.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import net.taotoken.failover.ChatSettings;
import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.engine.HedgeSettings;
import net.taotoken.failover.fault.rules.FaultMapping;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.route.Entry;
import net.taotoken.failover.route.Routes;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, converted and checked: once at the start, and once at each
 * reload. Immutable: a later change of the properties, such as by Spring Cloud, changes
 * nothing here, also for beans that are made later.
 */
public final class TaotokenSettings {

	private final Part<Map<String, GatewayConnection>> entryConnections;

	private final Map<String, Part<GatewayConnection>> entryConnection = new LinkedHashMap<>();

	private final List<EntrySettings> entries;

	private final Part<GatewayConnection> connection;

	private final Part<Routes> routes;

	private final HealthSettings health;

	private final List<FaultMapping> faultMappings;

	private final boolean obeyErrorHints;

	private final GatewaySettings gateway;

	private final Map<String, String> headers;

	private final @Nullable String sslBundle;

	private final ChatSettings chat;

	private final @Nullable HedgeSettings hedge;

	private final @Nullable FleetChoice fleet;

	private final ConsoleSources console;

	private final Set<String> describedModels;

	/**
	 * Convert properties.
	 * @param properties the properties; nothing of them is kept
	 * @throws InvalidTaotokenConfigurationException if one of them is wrong. What is
	 * wrong of the connection or the routes is told when they are asked for, since the
	 * application may have its own
	 */
	public TaotokenSettings(TaotokenProperties properties) {
		this.entries = EntryConverter.convert(properties);
		this.entryConnections = part(() -> EntryConverter.connections(properties));
		for (String name : entryNames()) {
			this.entryConnection.put(name, part(() -> EntryConverter.connection(name, properties)));
		}
		this.connection = part(() -> connection(properties));
		this.routes = part(() -> new RouteConverter(properties, entryList()).convert());
		this.health = HealthConverter.convert(properties.getHealth());
		this.faultMappings = List.copyOf(FaultMappingConverter.convert(properties.getFaultMappings()));
		this.obeyErrorHints = properties.isObeyErrorHints();
		this.gateway = GatewayConverter.convert(properties);
		this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(properties.getHttp().headers()));
		this.sslBundle = properties.getSsl().bundle();
		this.chat = ChatConverter.convert(properties);
		this.hedge = ChatConverter.convert(properties.getHedge(), properties.getTimeouts());
		this.fleet = FleetConverter.convert(properties.getFleet());
		this.console = new ConsoleConverter(properties.getConsole()).convert(GatewayConverter.modelsPath(properties));
		this.describedModels = Collections.unmodifiableSet(new LinkedHashSet<>(properties.getModels().keySet()));
	}

	// where there are several, the first one stands for the gateway
	private GatewayConnection connection(TaotokenProperties properties) {
		Map<String, GatewayConnection> connections = this.entryConnections.get();
		if (!connections.isEmpty()) {
			return connections.values().iterator().next();
		}
		String apiKey = ConnectionChecks.apiKey(properties.getApiKey(), properties.getModelPriority().isEmpty());
		return new PropertiesTaotokenConnectionDetails.Checked(
				ConnectionChecks.baseUrl(ConnectionChecks.BASE_URL, properties.getBaseUrl()), apiKey);
	}

	private static <T> Part<T> part(Supplier<T> converter) {
		try {
			return new Part<>(converter.get(), null);
		}
		catch (InvalidTaotokenConfigurationException ex) {
			return new Part<>(null, ex);
		}
	}

	/**
	 * The address of the gateway, with its key.
	 * @throws InvalidTaotokenConfigurationException if that is missing or wrong
	 */
	public GatewayConnection connection() {
		return this.connection.get();
	}

	/**
	 * The addresses of the entries, by name; empty if there is one only.
	 * @throws InvalidTaotokenConfigurationException if one of them is missing or wrong
	 */
	public Map<String, GatewayConnection> entryConnections() {
		return this.entryConnections.get();
	}

	/**
	 * The connection of one entry. Nothing is said of the others, which the application
	 * may give itself.
	 * @param name the name of the entry
	 * @return its connection, or {@code null} if there is no such entry
	 * @throws InvalidTaotokenConfigurationException if something of it is missing or
	 * wrong
	 */
	public @Nullable GatewayConnection entryConnection(String name) {
		Part<GatewayConnection> connection = this.entryConnection.get(name);
		return (connection != null) ? connection.get() : null;
	}

	/**
	 * The entries in order of preference; empty if there is one only.
	 */
	public List<EntrySettings> entries() {
		return this.entries;
	}

	/**
	 * The names of the entries.
	 */
	public List<String> entryNames() {
		return entryList().stream().map(Entry::name).toList();
	}

	private List<Entry> entryList() {
		return this.entries.stream().map(EntrySettings::entry).toList();
	}

	/**
	 * The routes.
	 * @throws InvalidTaotokenConfigurationException if they are missing or wrong
	 */
	public Routes routes() {
		return this.routes.get();
	}

	public HealthSettings health() {
		return this.health;
	}

	public List<FaultMapping> faultMappings() {
		return this.faultMappings;
	}

	public boolean obeyErrorHints() {
		return this.obeyErrorHints;
	}

	public GatewaySettings gateway() {
		return this.gateway;
	}

	/**
	 * The headers of each request to the gateway.
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * The name of the SSL bundle for the gateway, or {@code null}.
	 */
	public @Nullable String sslBundle() {
		return this.sslBundle;
	}

	public ChatSettings answers() {
		return this.chat;
	}

	/**
	 * The settings of hedging, or {@code null} if calls are not hedged.
	 */
	public @Nullable HedgeSettings hedge() {
		return this.hedge;
	}

	/**
	 * The settings of the fleet, or {@code null} if instances tell each other nothing.
	 */
	public @Nullable FleetChoice fleet() {
		return this.fleet;
	}

	public ConsoleSources console() {
		return this.console;
	}

	/**
	 * The keys under {@code taotoken.models}.
	 */
	public Set<String> describedModels() {
		return this.describedModels;
	}

	/**
	 * A part of the settings that the application may not need. If it is wrong, the
	 * exception is thrown only when the part is asked for.
	 *
	 * @param value the value, unless it is wrong
	 * @param failure why it is wrong
	 */
	private record Part<T>(@Nullable T value, @Nullable InvalidTaotokenConfigurationException failure) {

		T get() {
			if (this.failure != null) {
				throw this.failure;
			}
			return Objects.requireNonNull(this.value);
		}

	}

}
