package net.taotoken.failover.autoconfigure.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.regex.Pattern;

import net.taotoken.failover.gateway.GatewayConnection;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Names for a fleet and its instances, where none are configured.
 */
final class FleetNames {

	private static final Pattern NOT_IN_NAMES = Pattern.compile("[^\\w.-]");

	private static final int LONGEST_HOST = 80;

	private static final SecureRandom RANDOM = new SecureRandom();

	private FleetNames() {
	}

	/**
	 * The same for instances that ask the same gateways with the same keys, and different
	 * for others. Nothing can be told of the keys from it.
	 */
	static String namespace(TaotokenConnectionDetails connection) {
		MessageDigest digest = sha256();
		update(digest, "", connection);
		new TreeMap<>(connection.entries()).forEach((name, entry) -> update(digest, name, entry));
		return HexFormat.of().formatHex(digest.digest(), 0, 8);
	}

	private static void update(MessageDigest digest, String name, GatewayConnection connection) {
		String text = name + "\n" + connection.baseUrl() + "\n" + connection.apiKey() + "\n";
		digest.update(text.getBytes(StandardCharsets.UTF_8));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each JVM has SHA-256", ex);
		}
	}

	/**
	 * A name for people, and something that tells instances on one host apart, and those
	 * that share their configuration: two of one name would take the news of the other
	 * for their own.
	 * @param given the name that is configured, or {@code null} for the one that
	 * containers and shells give the host
	 */
	static String instance(@Nullable String given, Environment environment) {
		return ((given != null) ? given : host(environment)) + "-" + HexFormat.of().toHexDigits(RANDOM.nextInt());
	}

	private static String host(Environment environment) {
		String host = environment.getProperty("HOSTNAME", environment.getProperty("COMPUTERNAME", "instance"));
		String name = NOT_IN_NAMES.matcher(host).replaceAll("_");
		return name.substring(0, Math.min(LONGEST_HOST, name.length()));
	}

}
