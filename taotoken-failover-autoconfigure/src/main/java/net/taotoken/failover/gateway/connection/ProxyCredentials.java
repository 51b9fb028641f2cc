package net.taotoken.failover.gateway.connection;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * User and password for HTTP proxies that ask for them. What a proxy was told once is
 * sent to it with each request from then on.
 */
public final class ProxyCredentials {

	private static final Pattern REALM = Pattern.compile("realm=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

	private final @Nullable Authenticator authenticator;

	private final Map<InetSocketAddress, Header> known = new ConcurrentHashMap<>();

	/**
	 * Create credentials.
	 * @param authenticator who is asked, or {@code null} for that of the JVM
	 */
	public ProxyCredentials(@Nullable Authenticator authenticator) {
		this.authenticator = authenticator;
	}

	/**
	 * The header to send to a proxy with a request.
	 * @param proxy the proxy
	 * @return the header, or {@code null} if the proxy has not asked yet
	 */
	public @Nullable Header known(InetSocketAddress proxy) {
		return this.known.isEmpty() ? null : this.known.get(proxy);
	}

	/**
	 * Find what to answer to a proxy that asks.
	 * @param route the way on which the proxy is
	 * @param challenge the response of the proxy
	 * @param sent what was sent to it, or {@code null} for nothing
	 * @return the header, or {@code null} if there is nothing else to send
	 */
	public @Nullable Header answer(ProxiedRoute route, HttpResponse challenge, @Nullable Header sent) {
		String realm = basicRealm(challenge);
		Header header = (realm != null) ? header(route, realm) : null;
		if (header == null || (sent != null && sent.getValue().equals(header.getValue()))) {
			this.known.remove(route.proxyAddress());
			return null;
		}
		this.known.put(route.proxyAddress(), header);
		return header;
	}

	private static @Nullable String basicRealm(HttpResponse challenge) {
		for (Header header : challenge.getHeaders(HttpHeaders.PROXY_AUTHENTICATE)) {
			String value = header.getValue();
			if (value != null && value.toLowerCase(Locale.ROOT).contains("basic")) {
				Matcher realm = REALM.matcher(value);
				return realm.find() ? realm.group(1) : "";
			}
		}
		return null;
	}

	private @Nullable Header header(ProxiedRoute route, String realm) {
		PasswordAuthentication found = ask(route, realm);
		String user = (found != null) ? found.getUserName() : property(route, "proxyUser");
		if (user == null) {
			return null;
		}
		String password = (found != null) ? new String(found.getPassword()) : property(route, "proxyPassword");
		byte[] both = (user + ":" + ((password != null) ? password : "")).getBytes(StandardCharsets.UTF_8);
		return new BasicHeader(HttpHeaders.PROXY_AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(both),
				true);
	}

	private @Nullable PasswordAuthentication ask(ProxiedRoute route, String realm) {
		InetSocketAddress proxy = route.proxyAddress();
		Authenticator authenticator = (this.authenticator != null) ? this.authenticator : Authenticator.getDefault();
		return (authenticator != null) ? Authenticator.requestPasswordAuthentication(authenticator,
				proxy.getHostString(), proxy.getAddress(), proxy.getPort(), route.address().scheme(), realm, "Basic",
				null, Authenticator.RequestorType.PROXY) : null;
	}

	private static @Nullable String property(ProxiedRoute route, String name) {
		String value = System.getProperty(route.address().scheme() + "." + name);
		return (value != null) ? value : System.getProperty("http." + name);
	}

}
