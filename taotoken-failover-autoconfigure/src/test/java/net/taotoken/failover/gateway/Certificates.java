package net.taotoken.failover.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate of its own making, for servers and clients under test.
 */
public final class Certificates {

	public static final String PASSWORD = "changeit";

	private final Path store;

	private Certificates(Path store) {
		this.store = store;
	}

	/**
	 * Make a certificate.
	 * @param directory where to keep it
	 * @param name its name, of letters
	 * @param names whom it is for, such as {@code dns:localhost,ip:127.0.0.1}
	 */
	public static Certificates create(Path directory, String name, String names) {
		Path store = directory.resolve(name + ".p12");
		try {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + names,
					"-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString())
				.redirectErrorStream(true)
				.start();
			process.getInputStream().readAllBytes();
			assertThat(process.waitFor()).isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return new Certificates(store);
	}

	public static Certificates ofThisHost(Path directory) {
		return create(directory, "gateway", "dns:localhost,ip:127.0.0.1");
	}

	public Path store() {
		return this.store;
	}

	public KeyStore keys() {
		try {
			return KeyStore.getInstance(this.store.toFile(), PASSWORD.toCharArray());
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public KeyStore trust() {
		try {
			KeyStore trust = KeyStore.getInstance("PKCS12");
			trust.load(null, null);
			trust.setCertificateEntry("gateway", keys().getCertificate("key"));
			return trust;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The bundle of a client that trusts this certificate. */
	public SslBundle trusting() {
		return trusting(null);
	}

	/** The bundle of a client that trusts this certificate, and has one of its own. */
	public SslBundle trusting(@Nullable Certificates client) {
		return SslBundle.of(SslStoreBundle.of((client != null) ? client.keys() : null,
				(client != null) ? PASSWORD : null, trust()));
	}

	/** Sockets of a server with this certificate. */
	public SSLServerSocketFactory server() {
		return context(null).getServerSocketFactory();
	}

	/** TLS with this certificate that trusts a client, or nobody. */
	public SSLContext context(@Nullable Certificates client) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(keys(), PASSWORD.toCharArray());
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init((client != null) ? client.trust() : trust());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Sockets of a server that demands the certificate of a client. */
	public javax.net.ServerSocketFactory serverDemanding(Certificates client) {
		SSLServerSocketFactory sockets = context(client).getServerSocketFactory();
		return new javax.net.ServerSocketFactory() {

			@Override
			public java.net.ServerSocket createServerSocket(int port) throws IOException {
				return demanding((SSLServerSocket) sockets.createServerSocket(port));
			}

			@Override
			public java.net.ServerSocket createServerSocket(int port, int backlog) throws IOException {
				return demanding((SSLServerSocket) sockets.createServerSocket(port, backlog));
			}

			@Override
			public java.net.ServerSocket createServerSocket(int port, int backlog, java.net.InetAddress address)
					throws IOException {
				return demanding((SSLServerSocket) sockets.createServerSocket(port, backlog, address));
			}

		};
	}

	private static SSLServerSocket demanding(SSLServerSocket socket) {
		socket.setNeedClientAuth(true);
		return socket;
	}

}
