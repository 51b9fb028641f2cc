package net.taotoken.failover.gateway.connection;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Puts TLS over sockets. The certificate has to be that of the host.
 */
public final class TlsLayer {

	private final boolean fixed;

	private volatile @Nullable Settings settings;

	/**
	 * Create a layer with the TLS of the JVM.
	 * @param context TLS of its own that nothing replaces, or {@code null}
	 */
	public TlsLayer(@Nullable SSLContext context) {
		this.fixed = context != null;
		this.settings = (context != null) ? new Settings(context, null, null) : null;
	}

	/**
	 * Use an SSL bundle for all sockets to come.
	 * @param bundle the bundle
	 */
	public void use(SslBundle bundle) {
		if (!this.fixed) {
			SslOptions options = bundle.getOptions();
			this.settings = new Settings(bundle.createSslContext(), options.getEnabledProtocols(),
					options.getCiphers());
		}
	}

	/**
	 * Put TLS over a socket.
	 * @param socket the socket, connected to the host or a proxy on the way
	 * @param address the host
	 * @return the socket, after the handshake
	 * @throws IOException if the handshake fails
	 */
	SSLSocket wrap(Socket socket, GatewayAddress address) throws IOException {
		Settings settings = settings();
		SSLSocket secure = (SSLSocket) settings.context()
			.getSocketFactory()
			.createSocket(socket, address.host(), address.port(), true);
		SSLParameters parameters = secure.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		if (address.host().indexOf('_') >= 0) {
			// the JDK would not name such a host to the server
			parameters.setServerNames(List.of(new SNIHostName(address.host().getBytes(StandardCharsets.US_ASCII))));
		}
		if (settings.protocols() != null) {
			parameters.setProtocols(settings.protocols());
		}
		if (settings.ciphers() != null) {
			parameters.setCipherSuites(settings.ciphers());
		}
		secure.setSSLParameters(parameters);
		secure.startHandshake();
		return secure;
	}

	private Settings settings() throws IOException {
		Settings settings = this.settings;
		if (settings != null) {
			return settings;
		}
		try {
			return new Settings(SSLContext.getDefault(), property("https.protocols"), property("https.cipherSuites"));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new NoConnectionException("the TLS of this JVM cannot be used", ex);
		}
	}

	private static String @Nullable [] property(String name) {
		String value = System.getProperty(name);
		return (value != null && !value.isBlank()) ? value.strip().split(" *, *") : null;
	}

	@SuppressWarnings("ArrayRecordComponent")
	private record Settings(SSLContext context, String @Nullable [] protocols, String @Nullable [] ciphers) {
	}

}
