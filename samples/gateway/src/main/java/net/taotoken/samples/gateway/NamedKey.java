package net.taotoken.samples.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of the gateway, kept as a hash, with the name that stands in metrics.
 */
final class NamedKey {

	private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]{1,40}):(.+)");

	private final String name;

	private final byte[] hash;

	private NamedKey(String name, byte[] hash) {
		this.name = name;
		this.hash = hash;
	}

	/**
	 * Read what is configured: {@code name:key}, or a key alone, which is called
	 * {@code key-1} if it is the first of the list.
	 */
	static List<NamedKey> all(List<String> configured) {
		List<NamedKey> keys = new ArrayList<>();
		for (String text : configured) {
			Matcher named = NAMED.matcher(text.strip());
			keys.add(named.matches() ? new NamedKey(named.group(1), hash(named.group(2)))
					: new NamedKey("key-" + (keys.size() + 1), hash(text.strip())));
		}
		return List.copyOf(keys);
	}

	String name() {
		return this.name;
	}

	boolean is(byte[] hash) {
		return MessageDigest.isEqual(this.hash, hash);
	}

	static byte[] hash(String key) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
