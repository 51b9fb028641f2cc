package net.taotoken.failover.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ServerSocketFactory;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of every sort, by many threads, in a small heap, against a gateway that breaks in
 * every way, beside other people's code that throws everything. Runs with
 * {@code mvn -Psoak verify}; {@link SoakSettings} tells what may be set. A seed decides
 * what the server does with each request and how each question is asked; what happens at
 * the same time, it cannot decide.
 */
@Tag("soak")
class SoakTests {

	private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

	private final SoakSettings settings = SoakSettings.ofSystemProperties();

	private final Books books = new Books();

	private final Leftovers leftovers = new Leftovers(this.books);

	@TempDir
	private Path directory;

	@Test
	void nothingIsCrossedTruncatedLateOrLeftBehind() throws Exception {
		System.out.println("soak: seed " + this.settings.seed() + ", " + this.settings.duration().toSeconds() + " s");
		((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.OFF);
		SoakTls tls = SoakTls.create(this.directory);
		try (SoakServer plain = new SoakServer(this.settings, this.books, ServerSocketFactory.getDefault(), "http");
				SoakServer secure = new SoakServer(this.settings, this.books, tls.serverSockets(), "https")) {
			List<SoakApplication> applications = SoakApplication.NAMES.stream()
				.map((name) -> new SoakApplication(name, name.equals("secure") ? secure : plain, properties(name, tls)))
				.toList();
			long usedAtFirst = run(applications, this.settings.duration().dividedBy(4));
			long usedAtLast = run(applications, this.settings.duration().multipliedBy(3).dividedBy(4));
			this.leftovers.checkBytes(usedAtFirst, usedAtLast, 4 << 20);
			Planted.stop();
			plain.behave();
			secure.behave();
			for (SoakApplication application : applications) {
				this.leftovers.checkPermits(application);
				this.leftovers.checkConnections(application, application.toString().equals("secure") ? secure : plain);
				application.close();
			}
			this.leftovers.checkSockets(plain);
			this.leftovers.checkSockets(secure);
			this.leftovers.checkThreads();
			this.books.close(this.settings);
			report(plain, secure);
			assertThat(this.books.violations()).as("-Dsoak.seed=" + this.settings.seed()).isZero();
			assertThatCallsWentWell(plain, secure);
		}
	}

	private static Map<String, ?> properties(String application, SoakTls tls) {
		return switch (application) {
			case "restarting" -> Map.of("taotoken.stream.on-interruption", "restart");
			case "hedging" -> Map.of("taotoken.hedge.after", "80ms", "taotoken.hedge.max-extra", "0.3");
			case "secure" -> tls.properties();
			default -> Map.of();
		};
	}

	/**
	 * Call for a while.
	 * @return the bytes in use afterwards
	 */
	private long run(List<SoakApplication> applications, Duration duration) throws Exception {
		Reloads reloads = new Reloads(applications, this.settings.random(-2), this.books);
		Interrupter interrupter = new Interrupter();
		LagProbe lag = new LagProbe();
		long end = System.nanoTime() + duration.toNanos();
		List<Thread> callers = new ArrayList<>();
		for (int number = 0; number < this.settings.callers(); number++) {
			Thread caller = new Thread(() -> {
				Caller calls = new Caller(this.settings, this.books, lag, interrupter, applications);
				while (System.nanoTime() - end < 0) {
					calls.call();
				}
			}, "soak-caller-" + number);
			caller.start();
			callers.add(caller);
		}
		for (Thread caller : callers) {
			caller.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) + LONGEST_CALL.toMillis());
			if (caller.isAlive()) {
				this.books.violation(Books.Violation.LATE, "a call never ends: " + stack(caller));
			}
		}
		reloads.stop();
		interrupter.stop();
		lag.stop();
		return Leftovers.usedBytes();
	}

	private static String stack(Thread thread) {
		return List.of(thread.getStackTrace()).toString();
	}

	private void report(SoakServer plain, SoakServer secure) {
		System.out.println("soak: seed " + this.settings.seed() + ", " + this.books.report() + "\n  damages "
				+ plain.damages() + "\n  over TLS " + secure.damages());
	}

	private void assertThatCallsWentWell(SoakServer plain, SoakServer secure) {
		assertThat(this.books.count(Books.Outcome.WHOLE)).isGreaterThan(this.books.calls() / 3);
		for (Damage damage : Script.ALL) {
			assertThat(plain.damages()).containsKey(damage.name());
			assertThat(secure.damages()).containsKey(damage.name());
		}
	}

}
