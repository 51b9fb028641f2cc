package net.taotoken.failover.gateway.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The path of a request: the path of a base URL, followed by the path of what is asked. A
 * version in a base URL, as in {@code /v1}, {@code /coding/v4} or {@code /v1beta/openai},
 * takes the place of the version at the start of the other path. A base URL may also be
 * the whole address of chat completions, or of another operation of the API.
 */
final class JoinedPath {

	private static final String CHAT_COMPLETIONS = "/chat/completions";

	/**
	 * Operations of the API that people copy with its address. Without a version before
	 * them they may be steps of any path, such as that of a proxy.
	 */
	private static final List<String> OPERATIONS = List.of("/models", "/completions", "/embeddings", "/responses",
			"/messages");

	private static final Pattern VERSION = Pattern.compile("(?i)/v\\d+(\\.\\d+)*((alpha|beta)\\d*)?");

	private JoinedPath() {
	}

	/**
	 * Join two paths.
	 * @param base the path of the base URL, which may be empty or end with slashes
	 * @param path the path of what is asked, with one slash at its start
	 * @return the path to request
	 */
	static String of(String base, String path) {
		String whole = withoutSlashes(base);
		if (whole.endsWith(CHAT_COMPLETIONS) && path.endsWith(CHAT_COMPLETIONS)) {
			return whole;
		}
		String parent = withoutOperation(whole);
		int first = Math.max(0, path.indexOf('/', 1));
		boolean versioned = VERSION.matcher(path.substring(0, first)).matches() && isVersioned(parent);
		return versioned ? parent + path.substring(first) : parent + path;
	}

	private static String withoutOperation(String path) {
		if (path.endsWith(CHAT_COMPLETIONS)) {
			return without(CHAT_COMPLETIONS, path);
		}
		for (String operation : OPERATIONS) {
			if (path.endsWith(operation) && isVersioned(without(operation, path))) {
				return without(operation, path);
			}
		}
		return path;
	}

	private static String without(String operation, String path) {
		return withoutSlashes(path.substring(0, path.length() - operation.length()));
	}

	/**
	 * Tells whether a version is the last step of a path, or the one before a last one
	 * that names the API, as {@code openai} does in {@code /v1beta/openai}.
	 */
	private static boolean isVersioned(String parent) {
		int last = Math.max(0, parent.lastIndexOf('/'));
		if (VERSION.matcher(parent.substring(last)).matches()) {
			return true;
		}
		int before = Math.max(0, parent.lastIndexOf('/', last - 1));
		return parent.substring(last).equalsIgnoreCase("/openai")
				&& VERSION.matcher(parent.substring(before, last)).matches();
	}

	private static String withoutSlashes(String path) {
		int end = path.length();
		while (end > 0 && path.charAt(end - 1) == '/') {
			end--;
		}
		return path.substring(0, end);
	}

}
