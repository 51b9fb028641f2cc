package net.taotoken.failover.autoconfigure.settings;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.FleetProperties;
import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * Checks the properties under {@code taotoken.fleet}.
 */
final class FleetConverter {

	private static final PropertyKey KEY = PropertyKey.ROOT.dot("fleet");

	/**
	 * A name that may be part of keys of Redis and of messages, between spaces and
	 * braces.
	 */
	private static final Pattern NAME = Pattern.compile("[\\w.-]{1,100}");

	private static final int MOST_VOTES = 100;

	private FleetConverter() {
	}

	/**
	 * The settings of the fleet, or {@code null} if instances tell each other nothing.
	 */
	static @Nullable FleetChoice convert(FleetProperties given) {
		FleetChoice choice = new FleetChoice(name(KEY.dot("namespace"), given.namespace(), "shop"),
				name(KEY.dot("instance"), given.instance(), "shop-1"), share(given.share()), quorum(given.quorum()));
		return given.enabled() ? choice : null;
	}

	private static @Nullable String name(PropertyKey key, @Nullable String given, String example) {
		if (given == null) {
			return null;
		}
		Checks.resolved(key, given);
		if (!NAME.matcher(given).matches()) {
			throw key.refuse("It must have 1 to 100 letters, digits, dots, dashes or underscores.", example);
		}
		return given;
	}

	private static int quorum(int given) {
		if (given < 0 || given == 1 || given > MOST_VOTES) {
			throw KEY.dot("quorum")
				.refuse("It must be from 2 to " + MOST_VOTES + ", or 0 so that each instance decides for itself"
						+ " what may be due to its own network.", "2");
		}
		return given;
	}

	private static Set<FaultKind> share(Set<FaultKind> given) {
		PropertyKey key = KEY.dot("share");
		String shareable = Stream.of(FaultKind.values())
			.filter(FaultKind::isWordOfServer)
			.map(FaultKind::id)
			.collect(Collectors.joining(","));
		for (FaultKind kind : given) {
			if (!kind.isWordOfServer()) {
				throw key.refuse("It has '" + kind.id() + "', which may be due to the way of one instance to the"
						+ " server, and is told when 'taotoken.fleet.quorum' instances find it.", shareable);
			}
		}
		if (given.isEmpty()) {
			throw key.refuse("It is empty, so that nothing would be told.", shareable);
		}
		return given;
	}

}
