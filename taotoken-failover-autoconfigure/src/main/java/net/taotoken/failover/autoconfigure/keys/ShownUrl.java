package net.taotoken.failover.autoconfigure.keys;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Addresses as logs, endpoints and messages show them. Keys get into the paths of
 * addresses, so that of a path only those parts are shown that cannot be a secret.
 */
public final class ShownUrl {

	private static final String HIDDEN = "…";

	private static final Pattern WORD = Pattern.compile("[a-z]{1,12}");

	private static final Pattern VERSION = Pattern.compile("v\\d{1,2}(\\.\\d{1,2})?(alpha|beta)?\\d?");

	private ShownUrl() {
	}

	/**
	 * A URL with its host, the first part of its path if that is a short word, and
	 * versions.
	 * @param url an absolute URL
	 * @return the URL to show
	 */
	public static String of(URI url) {
		StringBuilder shown = new StringBuilder(url.getScheme() + "://" + hostAndPort(url));
		int index = 0;
		for (String part : parts(String.valueOf(url.getRawPath()))) {
			boolean harmless = VERSION.matcher(part).matches() || (index == 0 && WORD.matcher(part).matches());
			shown.append('/').append(harmless ? part : HIDDEN);
			index++;
		}
		return shown.toString();
	}

	/**
	 * A path that shows short words and versions only.
	 * @param path the path of a request, with a slash at its start
	 * @return the path to show
	 */
	public static String path(String path) {
		int end = path.indexOf('?');
		StringBuilder shown = new StringBuilder();
		for (String part : parts((end != -1) ? path.substring(0, end) : path)) {
			boolean harmless = VERSION.matcher(part).matches() || WORD.matcher(part).matches();
			shown.append('/').append(harmless ? part : HIDDEN);
		}
		return shown.append((end != -1) ? "?" + HIDDEN : "").toString();
	}

	private static String[] parts(String path) {
		String inside = path.replaceAll("^/+|/+$", "");
		return inside.isEmpty() ? new String[0] : inside.split("/+");
	}

	// not from getHost(), which does not know names with underscores
	private static String hostAndPort(URI url) {
		String authority = String.valueOf(url.getRawAuthority());
		return authority.substring(authority.lastIndexOf('@') + 1);
	}

}
