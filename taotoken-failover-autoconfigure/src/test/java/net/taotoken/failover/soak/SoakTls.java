package net.taotoken.failover.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;

import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key of the server, and the trust of its clients.
 *
 * @param store the key store that holds both
 */
record SoakTls(Path store) {

	private static final String PASSWORD = "changeit";

	static SoakTls create(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
		Path store = directory.resolve("soak.p12");
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-J-Xmx32m", "-genkeypair", "-alias", "soak",
				"-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype", "PKCS12",
				"-storepass", PASSWORD, "-keystore", store.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes());
		if (process.waitFor() != 0) {
			throw new IOException(output);
		}
		SoakTls tls = new SoakTls(store);
		tls.trustItself();
		return tls;
	}

	private void trustItself() throws IOException, GeneralSecurityException {
		KeyStore keys = keyStore();
		keys.setCertificateEntry("trusted", keys.getCertificate("soak"));
		try (OutputStream out = Files.newOutputStream(this.store)) {
			keys.store(out, PASSWORD.toCharArray());
		}
	}

	private KeyStore keyStore() throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		return keys;
	}

	ServerSocketFactory serverSockets() throws IOException, GeneralSecurityException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(keyStore(), PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		return context.getServerSocketFactory();
	}

	/** A bundle that trusts the server. */
	Map<String, Object> properties() {
		String bundle = "spring.ssl.bundle.jks.soak.truststore.";
		return Map.of(bundle + "location", this.store.toUri().toString(), bundle + "password", PASSWORD,
				bundle + "type", "PKCS12", "taotoken.ssl.bundle", "soak");
	}

}
