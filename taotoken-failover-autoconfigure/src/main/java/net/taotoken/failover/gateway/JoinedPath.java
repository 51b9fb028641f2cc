package net.taotoken.failover.gateway;

import java.util.regex.Pattern;

/**
 * The path of a request: the path of a base URL, followed by the path of what is asked. A
 * version at the end of a base URL, as in {@code /v1} or {@code /coding/v4}, takes the
 * place of the version at the start of the other path. A base URL may also be the whole
 * address of chat completions.
 */
final class JoinedPath {

	private static final String CHAT_COMPLETIONS = "/chat/completions";

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
		String parent = withoutSlashes(base);
		if (parent.endsWith(CHAT_COMPLETIONS)) {
			if (path.endsWith(CHAT_COMPLETIONS)) {
				return parent;
			}
			parent = withoutSlashes(parent.substring(0, parent.length() - CHAT_COMPLETIONS.length()));
		}
		int first = Math.max(0, path.indexOf('/', 1));
		int last = Math.max(0, parent.lastIndexOf('/'));
		boolean versioned = VERSION.matcher(parent.substring(last)).matches()
				&& VERSION.matcher(path.substring(0, first)).matches();
		return versioned ? parent + path.substring(first) : parent + path;
	}

	private static String withoutSlashes(String path) {
		int end = path.length();
		while (end > 0 && path.charAt(end - 1) == '/') {
			end--;
		}
		return path.substring(0, end);
	}

}
