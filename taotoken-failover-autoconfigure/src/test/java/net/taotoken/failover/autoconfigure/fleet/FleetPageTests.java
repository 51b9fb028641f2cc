package net.taotoken.failover.autoconfigure.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fleet.TestRedis;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.Permits;
import net.taotoken.failover.health.SharedHealth;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.context.ApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what the page about many instances says.
 */
class FleetPageTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class, TaotokenFleetAutoConfiguration.class))
		.withPropertyValues("taotoken.api-key=sk-1", "taotoken.model-priority=m,n");

	@ParameterizedTest
	@ValueSource(strings = { "fleet.md", "fleet.zh-CN.md" })
	void configurationJoinsAFleetByTheNameThatIsGiven(String page) {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ByteArrayResource(block(page, "yaml").getBytes(StandardCharsets.UTF_8)));
		Properties properties = requireNonNull(yaml.getObject());
		assertThat(properties).containsEntry("management.health.redis.enabled", false)
			.containsKey("spring.data.redis.host");
		try (TestRedis redis = new TestRedis.InProcess()) {
			this.application.withBean(LettuceConnectionFactory.class, redis::factory)
				.withPropertyValues(properties.entrySet()
					.stream()
					.map((entry) -> entry.getKey() + "=" + entry.getValue())
					.toArray(String[]::new))
				.withPropertyValues(block(page, "properties").split("\n"))
				.run((context) -> {
					FleetSnapshot snapshot = requireNonNull(context.getBean(SharedHealth.class).snapshot());
					assertThat(snapshot.namespace()).isEqualTo("shop");
					assertThat(snapshot.instance()).startsWith("shop-1-");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "fleet.md", "fleet.zh-CN.md" })
	@EnabledIf(value = "net.taotoken.failover.fleet.TestRedis#isInstalled",
			disabledReason = "no redis-server on the path")
	void userWithFewRightsIsAllThatIsNeeded(String page) throws Exception {
		try (TestRedis.Process redis = new TestRedis.Process()) {
			redis.start();
			createUser(redis, block(page, "text").strip());
			ApplicationContextRunner few = this.application
				.withBean(LettuceConnectionFactory.class, () -> TestRedis.factory(user(redis)))
				.withPropertyValues("taotoken.fleet.enabled=true");
			few.run((one) -> few.run((other) -> {
				List<SharedHealth> both = Stream.of(one, other)
					.map((context) -> context.getBean(SharedHealth.class))
					.toList();
				Awaitility.await()
					.until(() -> both.stream()
						.allMatch((shared) -> requireNonNull(shared.snapshot()).connectedSince() != null));
				ModelHealthTracker there = other.getBean(ModelHealthTracker.class);
				both.get(0).requestProbe("m", (others) -> assertThat(others).isZero());
				Permit permit = requireNonNull(one.getBean(ModelHealthTracker.class).of("m").tryAcquire());
				permit.failed(Fault.of(FaultKind.OVERLOADED), Duration.ofMinutes(1));
				Awaitility.await().until(() -> !there.snapshot("m").isHealthy());
				Permits.anyway(one.getBean(ModelHealthTracker.class).of("m")).succeeded(1);
				Awaitility.await().until(() -> there.snapshot("m").isHealthy());
				for (ApplicationContext context : List.of(one, other)) {
					requireNonNull(context.getBean(ModelHealthTracker.class).of("n").tryAcquire())
						.failed(Fault.of(FaultKind.TIMEOUT), Duration.ofMinutes(1));
				}
				Awaitility.await()
					.until(() -> both.stream()
						.mapToLong((shared) -> requireNonNull(shared.snapshot()).received())
						.sum() > 2);
				assertThat(both).allSatisfy((shared) -> assertThat(requireNonNull(shared.snapshot()).connectedSince())
					.as("no command was refused")
					.isNotNull());
			}));
		}
	}

	private static void createUser(TestRedis.Process redis, String line) {
		LettuceConnectionFactory administrator = redis.factory();
		String[] words = line.split(" ");
		try (RedisConnection connection = administrator.getConnection()) {
			connection.execute(words[0],
					Stream.of(words)
						.skip(1)
						.map((word) -> word.getBytes(StandardCharsets.UTF_8))
						.toArray(byte[][]::new));
		}
		finally {
			administrator.destroy();
		}
	}

	private static RedisStandaloneConfiguration user(TestRedis.Process redis) {
		RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("127.0.0.1", redis.port());
		server.setUsername("taotoken");
		server.setPassword("secret");
		return server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "|", "#", "```" })
	void bothPagesSayTheSame(String start) {
		Map<String, Long> lines = Map.of("fleet.md", count("fleet.md", start), "fleet.zh-CN.md",
				count("fleet.zh-CN.md", start));
		assertThat(lines.values().stream().distinct()).as("%s", lines).hasSize(1);
	}

	private static long count(String page, String start) {
		return text(page).lines().filter((line) -> line.startsWith(start)).count();
	}

	private static String block(String page, String language) {
		return Pattern.compile("(?s)```" + language + "\n(.*?)```")
			.matcher(text(page))
			.results()
			.map((result) -> result.group(1))
			.collect(Collectors.joining());
	}

	private static String text(String page) {
		try {
			return Files.readString(Path.of("../docs", page));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
