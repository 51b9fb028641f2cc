package net.taotoken.failover.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;

import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.gateway.Certificates;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.gateway.RawServer.Script;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * SSL bundles that change while the application runs.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SslReloadTests {

	private static final String JSON = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}]}""";

	@TempDir
	private Path directory;

	@Test
	void changedFileIsFollowed() throws Exception {
		Certificates gateway = Certificates.ofThisHost(this.directory);
		Certificates other = Certificates.create(this.directory, "other", "dns:other.invalid");
		Path store = this.directory.resolve("trust.p12");
		save(other.trust(), store);
		try (RawServer server = server(gateway)) {
			runner(server, store)
				.withPropertyValues("spring.ssl.bundle.jks.mine.reload-on-update=true",
						"spring.ssl.bundle.watch.file.quiet-period=100ms")
				.run((context) -> {
					TaotokenTemplate template = context.getBean(TaotokenTemplate.class);
					assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> template.chat("hi"));
					save(gateway.trust(), store);
					Awaitility.await()
						.atMost(Duration.ofSeconds(30))
						.ignoreExceptions()
						.until(() -> template.chat("hi").equals("hello"));
				});
		}
	}

	@Test
	void bundleThatCannotBeUsedIsReportedAndTheOneBeforeStays(CapturedOutput output) throws Exception {
		Certificates gateway = Certificates.ofThisHost(this.directory);
		Path store = this.directory.resolve("trust.p12");
		save(gateway.trust(), store);
		SslBundle broken = mock();
		given(broken.getOptions()).willThrow(new IllegalStateException("broken"));
		try (RawServer server = server(gateway)) {
			runner(server, store).run((context) -> {
				TaotokenTemplate template = context.getBean(TaotokenTemplate.class);
				context.getBean(SslBundleRegistry.class).updateBundle("mine", broken);
				assertThat(template.chat("hi")).isEqualTo("hello");
				assertThat(output).contains("The changed SSL bundle 'mine' cannot be used");
			});
		}
	}

	@Test
	void entryHasABundleOfItsOwn() throws Exception {
		Certificates gateway = Certificates.ofThisHost(this.directory);
		Path store = this.directory.resolve("trust.p12");
		save(gateway.trust(), store);
		try (RawServer server = server(gateway)) {
			ApplicationContextRunner entries = runner(server, store).withPropertyValues("taotoken.ssl.bundle=",
					"taotoken.entries.plan.base-url=" + server.url(),
					"taotoken.entries.balance.base-url=" + server.url() + "/v1",
					"taotoken.entry-priority=plan,balance");
			entries.withPropertyValues("taotoken.entries.plan.ssl-bundle=mine")
				.run((context) -> assertThat(tried(context)).containsExactly("a@plan"));
			entries.withPropertyValues("taotoken.entries.balance.ssl-bundle=mine")
				.run((context) -> assertThat(tried(context)).containsExactly("a@plan", "a@balance"));
		}
	}

	private static List<String> tried(AssertableApplicationContext context) {
		return context.getBean(TaotokenTemplate.class)
			.chat(ChatCompletionRequest.of("hi"))
			.attempts()
			.stream()
			.map(Attempt::model)
			.toList();
	}

	private static RawServer server(Certificates certificates) {
		return new RawServer(certificates.server(), Script.always(RawServer.ok(JSON)));
	}

	private static ApplicationContextRunner runner(RawServer server, Path store) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SslAutoConfiguration.class, TaotokenFailoverAutoConfiguration.class))
			.withPropertyValues("taotoken.api-key=sk-test", "taotoken.model-priority=a", "taotoken.ssl.bundle=mine",
					"taotoken.retry.max-attempts=1", "taotoken.base-url=" + server.url(),
					"spring.ssl.bundle.jks.mine.truststore.location=file:" + store,
					"spring.ssl.bundle.jks.mine.truststore.password=" + Certificates.PASSWORD);
	}

	private void save(KeyStore store, Path path) throws Exception {
		Path next = this.directory.resolve("next.p12");
		try (var out = Files.newOutputStream(next)) {
			store.store(out, Certificates.PASSWORD.toCharArray());
		}
		move(next, path);
	}

	private static void move(Path from, Path to) throws IOException {
		Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
	}

}
