package net.taotoken.failover.autoconfigure.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import net.taotoken.failover.autoconfigure.binding.WrittenText;
import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.keys.Spelling;
import net.taotoken.failover.autoconfigure.properties.EntryProperties;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.route.Entry;

import org.springframework.util.StringUtils;

/**
 * Makes entries of the properties.
 */
final class EntryConverter {

	static final PropertyKey KEY = PropertyKey.ROOT.dot("entries");

	private static final PropertyKey PRIORITY = PropertyKey.ROOT.dot("entry-priority");

	private static final String URL_EXAMPLE = "https://api.taotoken.net/v1";

	private EntryConverter() {
	}

	/**
	 * The entries in order of preference.
	 */
	static List<EntrySettings> convert(TaotokenProperties properties) {
		Map<String, EntrySettings> entries = new LinkedHashMap<>();
		properties.getEntries().forEach((name, entry) -> entries.put(name, convert(name, entry)));
		List<EntrySettings> inOrder = new ArrayList<>();
		for (String name : names(PRIORITY, properties.getEntryPriority(), entries.keySet())) {
			inOrder.add(entries.remove(name));
		}
		inOrder.addAll(entries.values());
		return List.copyOf(inOrder);
	}

	private static EntrySettings convert(String name, EntryProperties given) {
		PropertyKey key = KEY.entry(name);
		if (!Entry.NAME.matcher(name).matches()) {
			throw key.refuseAndAdvise("The name of an entry is lower-case letters, digits and dashes.",
					KEY.dot("balance").dot("base-url").line(URL_EXAMPLE));
		}
		Set<String> models = given.models().isEmpty() ? Set.of()
				: new LinkedHashSet<>(ModelListParser.read(key.dot("models"), given.models()));
		GatewayConverter.checkHeaders(key.dot("headers"), key.dot("api-key"), given.headers());
		String bundle = StringUtils.hasText(given.sslBundle()) ? given.sslBundle() : null;
		return new EntrySettings(new Entry(name, models, given.onlyOn()), Map.copyOf(given.headers()), bundle);
	}

	/**
	 * Names of entries.
	 * @param key the key under which they are written
	 * @param written what is written there
	 * @param entries the entries that there are
	 * @return the names, each once
	 */
	static List<String> names(PropertyKey key, List<String> written, Set<String> entries) {
		Set<String> names = new LinkedHashSet<>();
		for (String element : written) {
			for (String name : WrittenText.elements(element)) {
				if (!entries.contains(name)) {
					throw unknown(key, name, entries);
				}
				if (!names.add(name)) {
					throw key.refuse("It names the entry '" + name + "' twice.", String.join(",", names));
				}
			}
		}
		return List.copyOf(names);
	}

	private static InvalidTaotokenConfigurationException unknown(PropertyKey key, String name, Set<String> entries) {
		if (entries.isEmpty()) {
			return key.refuseAndAdvise("It names the entry '" + name + "', but there are no entries.",
					KEY.entry(name).dot("base-url").line(URL_EXAMPLE));
		}
		return key.refuse("There is no entry '" + name + "'; there are " + String.join(", ", entries) + ".",
				Spelling.nearest(name, entries, 1).get(0));
	}

	/**
	 * The addresses of the entries, with their keys.
	 * @throws InvalidTaotokenConfigurationException if something is missing or wrong, or
	 * two entries are the same
	 */
	static Map<String, GatewayConnection> connections(TaotokenProperties properties) {
		Map<String, GatewayConnection> connections = new LinkedHashMap<>();
		for (EntrySettings settings : convert(properties)) {
			String name = settings.entry().name();
			GatewayConnection connection = connection(name, properties);
			connections.forEach((other, its) -> refuseSame(name, connection, other, its));
			connections.put(name, connection);
		}
		return connections;
	}

	/**
	 * The address of one entry, with its key.
	 * @throws InvalidTaotokenConfigurationException if something is missing or wrong
	 */
	static GatewayConnection connection(String name, TaotokenProperties properties) {
		EntryProperties given = Objects.requireNonNull(properties.getEntries().get(name));
		PropertyKey url = KEY.entry(name).dot("base-url");
		if (!StringUtils.hasText(given.baseUrl())) {
			throw url.refuse("The address of the entry is missing.", URL_EXAMPLE);
		}
		String key = (given.apiKey() != null) ? ownKey(name, given.apiKey()) : commonKey(name, properties);
		return new PropertiesTaotokenConnectionDetails.Checked(ConnectionChecks.baseUrl(url, given.baseUrl()), key);
	}

	// an empty one is a secret that has not arrived, and no wish to send another key
	// there
	private static String ownKey(String name, String written) {
		PropertyKey key = KEY.entry(name).dot("api-key");
		if (!StringUtils.hasText(written)) {
			throw key.refuseAndAdvise("It is empty. Without this line, the key of '" + ConnectionChecks.API_KEY
					+ "' would be sent to this entry.", key.line("${TAOTOKEN_API_KEY}"));
		}
		return ConnectionChecks.apiKey(key, written);
	}

	private static String commonKey(String name, TaotokenProperties properties) {
		if (!StringUtils.hasText(properties.getApiKey())) {
			throw KEY.entry(name)
				.dot("api-key")
				.refuse("The entry has no key of its own, and '" + ConnectionChecks.API_KEY + "' has none for all.",
						"${TAOTOKEN_API_KEY}");
		}
		return ConnectionChecks.apiKey(properties.getApiKey(), false);
	}

	private static void refuseSame(String name, GatewayConnection one, String otherName, GatewayConnection other) {
		if (one.baseUrl().equals(other.baseUrl()) && one.apiKey().equals(other.apiKey())) {
			throw KEY.entry(name)
				.dot("base-url")
				.refuse("The entry has the same address and key as '" + otherName
						+ "', so that it cannot help when that one fails.", URL_EXAMPLE);
		}
	}

}
