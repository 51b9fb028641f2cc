package net.taotoken.samples.quickstart.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.health.TaotokenHealthAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts an application with each piece of configuration in the README. A piece that
 * names no models or no key gets the least that it needs.
 */
class ReadmeSettingsTests {

	private static final Map<String, Object> LEAST = Map.of("taotoken.api-key", "sk-test", "taotoken.model-priority",
			"a,b", "TAOTOKEN_API_KEY", "sk-test");

	private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class,
				TaotokenHealthAutoConfiguration.class, SslAutoConfiguration.class));

	@TempDir
	private Path directory;

	static Stream<Block> yaml() {
		return Readme.ENGLISH.blocks("yaml");
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void yamlStartsAnApplication(Block block) throws Exception {
		String certificate = anyCertificate().toUri().toString();
		PropertySource<?> settings = properties(block.text().replace("file:/etc/ssl/company-ca.pem", certificate));
		start(settings, LEAST);
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void yamlNamesKnownPropertiesOnly(Block block) throws Exception {
		List<String> known = knownProperties();
		assertThat(((EnumerablePropertySource<?>) properties(block.text())).getPropertyNames()).isNotEmpty()
			.allSatisfy((name) -> assertThat(known).anyMatch((property) -> name.equals(property)
					|| name.startsWith(property + ".") || name.startsWith(property + "[")));
	}

	@Test
	void environmentAloneConfiguresAnApplication() {
		Map<String, Object> exports = new HashMap<>();
		Readme.ENGLISH.blocks("bash")
			.flatMap((block) -> block.text().lines())
			.filter((line) -> line.startsWith("export "))
			.map((line) -> line.substring("export ".length()).split("=", 2))
			.forEach((export) -> exports.put(export[0], export[1].replace("'", "")));
		assertThat(exports).hasSize(3);
		start(new SystemEnvironmentPropertySource(ENVIRONMENT, exports), Map.of());
	}

	private void start(PropertySource<?> settings, Map<String, Object> least) {
		this.runner.withInitializer((context) -> {
			context.getEnvironment().getPropertySources().addFirst(settings);
			context.getEnvironment().getPropertySources().addLast(new MapPropertySource("least", least));
		}).run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TaotokenTemplate.class));
	}

	private static PropertySource<?> properties(String yaml) throws IOException {
		return new YamlPropertySourceLoader()
			.load("readme", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.get(0);
	}

	private static List<String> knownProperties() throws IOException {
		List<String> names = new ArrayList<>();
		for (URL url : Collections.list(ReadmeSettingsTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream json = url.openStream()) {
				JsonNode properties = JsonMapper.shared().readTree(json).path("properties");
				properties.values().forEach((property) -> names.add(property.get("name").asString()));
			}
		}
		return names;
	}

	private Path anyCertificate() throws Exception {
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init((KeyStore) null);
		X509Certificate certificate = ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
		String pem = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
		return Files.writeString(this.directory.resolve("ca.pem"),
				"-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
	}

}
