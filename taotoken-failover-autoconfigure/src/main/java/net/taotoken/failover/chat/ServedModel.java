package net.taotoken.failover.chat;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether a server answered with another model than it was asked for. Vendor
 * prefixes and versions of the same model make no difference.
 */
final class ServedModel {

	/**
	 * A dash and one or two digits name another model ({@code claude-opus-4-1} is not
	 * {@code claude-opus-4}), more digits name a version of the same.
	 */
	private static final Pattern VERSION = Pattern
		.compile("(?:-\\d{3,}|[@:]\\d+|[-@:](?:v\\d+|latest|preview))(?:[-.@:](?:v?\\d+|latest|preview))*");

	private ServedModel() {
	}

	static boolean isSubstitute(@Nullable String requested, @Nullable String served) {
		if (requested == null || requested.isBlank() || served == null || served.isBlank()) {
			return false;
		}
		String one = bareName(requested);
		String other = bareName(served);
		return !isVersionOf(one, other) && !isVersionOf(other, one);
	}

	private static String bareName(String model) {
		String name = model.trim().toLowerCase(Locale.ROOT);
		return name.substring(name.lastIndexOf('/') + 1);
	}

	private static boolean isVersionOf(String model, String versioned) {
		if (!versioned.startsWith(model)) {
			return false;
		}
		return versioned.length() == model.length()
				|| VERSION.matcher(versioned).region(model.length(), versioned.length()).matches();
	}

}
