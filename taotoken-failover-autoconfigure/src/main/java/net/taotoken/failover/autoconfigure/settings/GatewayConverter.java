package net.taotoken.failover.autoconfigure.settings;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.gateway.GatewaySettings;

import org.springframework.util.unit.DataSize;

/**
 * Makes settings of the gateway of the properties.
 */
final class GatewayConverter {

	private static final PropertyKey HTTP = PropertyKey.ROOT.dot("http");

	private static final PropertyKey HEADERS = HTTP.dot("headers");

	private static final DataSize LARGEST_RESPONSE = DataSize.ofGigabytes(1);

	private static final Duration LONGEST_CONNECT = Duration.ofHours(1);

	/** All visible ASCII characters but {@code #}. */
	private static final Pattern PATH = Pattern.compile("/(?!/)[!\"$-~]*");

	private GatewayConverter() {
	}

	public static GatewaySettings convert(TaotokenProperties properties) {
		checkHeaders(HEADERS, ConnectionChecks.API_KEY, properties.getHttp().headers());
		modelsPath(properties);
		return new GatewaySettings(
				path(PropertyKey.ROOT.dot("chat-completions-path"), properties.getChatCompletionsPath(),
						"/v1/chat/completions"),
				connect(properties.getTimeouts().connect()),
				Checks.atLeast(HTTP.dot("max-connections"), 1, properties.getHttp().maxConnections(), 256),
				size(properties.getMaxResponseSize()));
	}

	static String modelsPath(TaotokenProperties properties) {
		return path(PropertyKey.ROOT.dot("models-path"), properties.getModelsPath(), "/v1/models");
	}

	private static Duration connect(Duration given) {
		PropertyKey key = RouteConverter.TIMEOUTS.dot("connect");
		Checks.positive(key, given, "5s");
		if (given.compareTo(LONGEST_CONNECT) > 0 || given.toMillis() < 1) {
			throw key.refuse("It is " + Checks.text(given) + ", but it must be between 1ms and 1h.", "5s");
		}
		return given;
	}

	private static long size(DataSize given) {
		if (given.toBytes() < 1 || given.compareTo(LARGEST_RESPONSE) > 0) {
			throw PropertyKey.ROOT.dot("max-response-size")
				.refuse("It is " + given.toBytes() + "B, but it must be between 1B and 1GB.", "16MB");
		}
		return given.toBytes();
	}

	static String path(PropertyKey key, String path, String example) {
		Checks.secretResolved(key, path);
		if (!PATH.matcher(path).matches()) {
			throw key.refuse("It must begin with one slash, without blanks and '#', since it is appended to the URL.",
					example);
		}
		return path;
	}

	static void checkHeaders(PropertyKey key, PropertyKey apiKey, Map<String, String> headers) {
		for (String name : headers.keySet()) {
			if (name.equalsIgnoreCase("authorization")) {
				throw key.entry(name)
					.refuseAndAdvise("The key is sent in this header.", apiKey.line("${TAOTOKEN_API_KEY}"));
			}
		}
		HeaderChecks.check(key, headers);
	}

}
