package net.taotoken.failover.autoconfigure.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

import net.taotoken.failover.autoconfigure.binding.WrittenText;
import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.gateway.connection.GatewayAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Checks of what leads to the gateway. No message holds the key, or a URL that could hold
 * one.
 */
public final class ConnectionChecks {

	static final PropertyKey API_KEY = PropertyKey.ROOT.dot("api-key");

	static final PropertyKey BASE_URL = PropertyKey.ROOT.dot("base-url");

	private static final String API_KEY_EXAMPLE = "${TAOTOKEN_API_KEY}";

	private static final String BASE_URL_EXAMPLE = "https://taotoken.net/api";

	private static final Set<String> SCHEMES = Set.of("http", "https");

	private ConnectionChecks() {
	}

	static String apiKey(@Nullable String written, boolean nothingElseIsSet) {
		if (!StringUtils.hasText(written)) {
			throw nothingElseIsSet ? nothingIsSet()
					: API_KEY.refuseAndAdvise("The key of the gateway is missing.", API_KEY.line(API_KEY_EXAMPLE)
							+ " (or set the environment variable TAOTOKEN_API_KEY and write nothing)");
		}
		return apiKey(API_KEY, written);
	}

	static String apiKey(PropertyKey property, String written) {
		Checks.secretResolved(property, written);
		String key = WrittenText.clean(written);
		if (!isPrintable(key)) {
			throw property.refuse(
					"It holds blanks, line breaks, quotation marks or other characters that a key does not have.",
					API_KEY_EXAMPLE);
		}
		return key;
	}

	/**
	 * Check the connection details of a bean, which are sent as they are.
	 */
	public static void check(TaotokenConnectionDetails details) {
		String key = apiKey(details.apiKey(), false);
		if (!key.equals(details.apiKey().strip())) {
			throw API_KEY.refuseAndAdvise(
					"The bean of type TaotokenConnectionDetails gives a key with quotation marks or invisible"
							+ " characters around it.",
					"a method apiKey() that returns the key alone");
		}
		check(BASE_URL, details.baseUrl());
	}

	/**
	 * Check the connection of an entry, which is sent as it is.
	 */
	public static void check(String entry, GatewayConnection connection) {
		PropertyKey key = EntryConverter.KEY.entry(entry);
		if (!apiKey(key.dot("api-key"), connection.apiKey()).equals(connection.apiKey().strip())) {
			throw key.dot("api-key")
				.refuseAndAdvise("The bean of type TaotokenConnectionDetails gives a key with quotation marks or"
						+ " invisible characters around it.", "an entry whose apiKey() returns the key alone");
		}
		check(key.dot("base-url"), connection.baseUrl());
	}

	private static boolean isPrintable(String key) {
		for (int i = 0; i < key.length(); i++) {
			if (key.charAt(i) <= ' ' || key.charAt(i) > '~' || WrittenText.isQuote(key.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static InvalidTaotokenConfigurationException nothingIsSet() {
		return new InvalidTaotokenConfigurationException(API_KEY + "' and 'taotoken.model-priority",
				"Neither the key of the gateway nor the models to ask are set.",
				API_KEY.line(API_KEY_EXAMPLE) + "\ntaotoken.model-priority=" + ModelListParser.EXAMPLE
						+ "\nor, to start without the gateway:\ntaotoken.enabled=false");
	}

	static URI baseUrl(PropertyKey property, String written) {
		Checks.secretResolved(property, written);
		try {
			return check(property,
					new URI(WrittenText.withoutPunctuation(WrittenText.clean(written)).replace('\u3002', '.')));
		}
		catch (URISyntaxException ex) {
			throw property.refuse("It is not a URL.", BASE_URL_EXAMPLE);
		}
	}

	private static URI check(PropertyKey property, URI url) {
		if (!isHttp(url)) {
			throw property.refuse("It is not an absolute http or https URL with a host.", BASE_URL_EXAMPLE);
		}
		if (url.getRawAuthority().indexOf('@') != -1) {
			throw property.refuse("It holds a user or password; the key of the gateway belongs into '" + API_KEY + "'.",
					BASE_URL_EXAMPLE);
		}
		if (GatewayAddress.find(url) == null) {
			throw property.refuse("Its host or port cannot be that of a server.", BASE_URL_EXAMPLE);
		}
		if (url.getRawQuery() != null || url.getRawFragment() != null) {
			throw property.refuse("It holds a '?' or '#', so that no path can be appended.", BASE_URL_EXAMPLE);
		}
		return url;
	}

	/**
	 * Names of hosts may have underscores, as in Docker Compose, which URI does not know.
	 */
	static boolean isHttp(URI url) {
		return url.getScheme() != null && SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT))
				&& url.getRawAuthority() != null && !url.getRawAuthority().startsWith(":");
	}

}
