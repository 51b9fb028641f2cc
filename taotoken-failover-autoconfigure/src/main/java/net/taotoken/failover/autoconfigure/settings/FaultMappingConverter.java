package net.taotoken.failover.autoconfigure.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.FaultMappingProperties;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.rules.FaultMapping;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes fault mappings of the properties.
 */
final class FaultMappingConverter {

	private static final PropertyKey KEY = PropertyKey.ROOT.dot("fault-mappings");

	private FaultMappingConverter() {
	}

	public static List<FaultMapping> convert(List<FaultMappingProperties> given) {
		List<FaultMapping> mappings = new ArrayList<>();
		for (FaultMappingProperties mapping : given) {
			mappings.add(convert(KEY.index(mappings.size()), mapping));
		}
		return mappings;
	}

	private static FaultMapping convert(PropertyKey key, FaultMappingProperties given) {
		if (given.fault() == null) {
			throw key.dot("fault").refuse("The rule does not say which kind of fault it finds.", "overloaded");
		}
		if (given.fault() == FaultKind.CANCELLED) {
			throw key.dot("fault")
				.refuse("An answer of a server cannot mean that the caller went away.", "invalid-request");
		}
		Integer status = given.status();
		String code = textOrNull(given.code());
		String type = textOrNull(given.type());
		Pattern message = pattern(key.dot("message"), textOrNull(given.message()));
		if (status == null && code == null && type == null && message == null) {
			throw key.refuseAndAdvise("The rule has no condition.",
					key.dot("status").line(529) + " (or one of 'code', 'type' and 'message', or several of them)");
		}
		if (status != null && (status < 100 || status > 599)) {
			throw key.dot("status").refuse("It is " + status + ", which is not an HTTP status.", 529);
		}
		return new FaultMapping(status, code, type, message, given.fault());
	}

	private static @Nullable String textOrNull(@Nullable String text) {
		return StringUtils.hasText(text) ? text : null;
	}

	private static @Nullable Pattern pattern(PropertyKey key, @Nullable String expression) {
		if (expression == null) {
			return null;
		}
		try {
			return Pattern.compile(expression);
		}
		catch (PatternSyntaxException ex) {
			throw key.refuse("It is not a regular expression: " + ex.getDescription() + " near position "
					+ Math.max(0, ex.getIndex()) + ".", "(?i)server is busy");
		}
	}

}
