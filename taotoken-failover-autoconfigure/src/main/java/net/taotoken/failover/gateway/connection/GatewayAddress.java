package net.taotoken.failover.gateway.connection;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port of an http or https URL. Hosts that {@link URI#getHost()} does
 * not know are understood: names with underscores, as in container networks, and
 * international names.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the name in lower case and ASCII, or a literal address without brackets
 * @param port the port, that of the scheme if the URL names none
 */
public record GatewayAddress(String scheme, String host, int port) {

	private static final int LARGEST_PORT = 65535;

	/**
	 * Take the address out of a URL.
	 * @param url a URL, which may hold a user, a path and a query, too
	 * @return the address, or {@code null} if the URL is not absolute, is neither http
	 * nor https, or has no valid host and port
	 */
	public static @Nullable GatewayAddress find(URI url) {
		String scheme = (url.getScheme() != null) ? url.getScheme().toLowerCase(Locale.ROOT) : "";
		String authority = url.getAuthority();
		if (authority == null || !(scheme.equals("http") || scheme.equals("https"))) {
			return null;
		}
		String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
		int colon = hostAndPort.lastIndexOf(':');
		boolean named = colon > hostAndPort.lastIndexOf(']');
		String host = ascii(named ? hostAndPort.substring(0, colon) : hostAndPort);
		int port = port(named ? hostAndPort.substring(colon + 1) : "", scheme);
		return (host != null && port > 0) ? new GatewayAddress(scheme, host, port) : null;
	}

	private static @Nullable String ascii(String host) {
		if (host.startsWith("[") && host.endsWith("]")) {
			return host.substring(1, host.length() - 1);
		}
		try {
			String ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
			return isName(ascii) ? ascii : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static boolean isName(String host) {
		return !host.isEmpty() && host.chars()
			.allMatch((character) -> (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')
					|| character == '-' || character == '_' || character == '.');
	}

	private static int port(String port, String scheme) {
		if (port.isEmpty()) {
			return scheme.equals("https") ? 443 : 80;
		}
		try {
			int number = Integer.parseInt(port);
			return (number <= LARGEST_PORT) ? number : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * Tells whether connections are encrypted.
	 * @return whether the scheme is https
	 */
	public boolean isSecure() {
		return this.scheme.equals("https");
	}

	/**
	 * The host as URLs and the {@code Host} header name it.
	 * @return the host, in brackets if it is an IPv6 address, and the port unless it is
	 * that of the scheme
	 */
	public String authority() {
		String name = (this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host;
		return (this.port == port("", this.scheme)) ? name : name + ":" + this.port;
	}

	/**
	 * The URL without path, user, query and fragment.
	 */
	@Override
	public String toString() {
		return this.scheme + "://" + authority();
	}

}
