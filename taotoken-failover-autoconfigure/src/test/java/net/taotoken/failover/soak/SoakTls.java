package net.taotoken.failover.soak;

import java.io.IOException;
import java.io.InputStream;
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

	static SoakTls create(Path directory) throws IOException, InterruptedException {
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
		return new SoakTls(store);
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
	Map<String, Object> properties() throws IOException, GeneralSecurityException {
		Path trust = this.store.resolveSibling("trust.p12");
		KeyStore certificates = KeyStore.getInstance("PKCS12");
		certificates.load(null, null);
		certificates.setCertificateEntry("soak", keyStore().getCertificate("soak"));
		try (var out = Files.newOutputStream(trust)) {
			certificates.store(out, PASSWORD.toCharArray());
		}
		return Map.of("spring.ssl.bundle.jks.soak.truststore.location", trust.toUri().toString(),
				"spring.ssl.bundle.jks.soak.truststore.password", PASSWORD,
				"spring.ssl.bundle.jks.soak.truststore.type", "PKCS12", "taotoken.ssl.bundle", "soak");
	}

}
