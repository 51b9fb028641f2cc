package net.taotoken.failover.console;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link SharedStatusSource}.
 */
class SharedStatusSourceTests {

	private static final Set<String> MODELS = Set.of("m", "n");

	private static final StatusReport REPORT = new StatusReport(
			Map.of("m", ModelStatus.up().withQuota(new Quota(5, 100)), "n", ModelStatus.down("gone"), "o",
					ModelStatus.notOffered("never there")),
			new AccountStatus(12.5, 20.0, "plan"));

	private final ManualTime time = new ManualTime();

	private final Readings readings = new Readings();

	private final Console console = new Console();

	@Test
	void oneInstanceReadsForAll() throws Exception {
		assertThat(instance().read(MODELS)).isEqualTo(REPORT);
		assertThat(instance().read(MODELS)).isEqualTo(REPORT);
		assertThat(instance().read(MODELS)).isEqualTo(REPORT);
		assertThat(this.console.readings).isEqualTo(1);
	}

	@Test
	void reportThatIsOldIsReadAnew() throws Exception {
		instance().read(MODELS);
		this.time.advance(Duration.ofSeconds(43));
		instance().read(MODELS);
		assertThat(this.console.readings).isEqualTo(1);
		this.time.advance(Duration.ofSeconds(1));
		instance().read(MODELS);
		assertThat(this.console.readings).as("before the earliest next reading of one instance").isEqualTo(2);
	}

	@Test
	void readingThatIsUnderWayIsWaitedFor() throws Exception {
		this.readings.begin("usage:" + key(), Duration.ofSeconds(10));
		this.readings.reportAfter = Duration.ofSeconds(1);
		assertThat(instance().read(MODELS)).isEqualTo(REPORT);
		assertThat(this.console.readings).isZero();
	}

	@Test
	void readingThatDoesNotEndIsNotWaitedForLong() throws Exception {
		this.readings.begin("usage:" + key(), Duration.ofSeconds(10));
		assertThat(instance().read(MODELS)).isEqualTo(REPORT);
		assertThat(this.console.readings).isEqualTo(1);
		assertThat(this.time.elapsed()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void failureIsOfThisInstanceAndTheNextOneTries() throws Exception {
		this.console.fails = true;
		assertThatIOException().isThrownBy(() -> instance().read(MODELS));
		this.console.fails = false;
		assertThat(instance().read(MODELS)).isEqualTo(REPORT);
		assertThat(this.time.elapsed()).as("waited for nobody").isZero();
	}

	@Test
	void instanceThatReachesNobodyReadsByItself() throws Exception {
		this.readings.away = true;
		assertThat(instance().read(MODELS)).isEqualTo(REPORT);
		assertThat(instance().read(MODELS)).isEqualTo(REPORT);
		assertThat(this.console.readings).isEqualTo(2);
		assertThat(this.time.elapsed()).isZero();
	}

	@Test
	void instanceWithOtherModelsReadsByItself() throws Exception {
		instance().read(MODELS);
		instance().read(Set.of("m"));
		assertThat(this.console.readings).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage", "[]", "{}", "{\"models\":3}",
			"{\"models\":{\"m\":{\"remaining\":1e999,\"total\":1}}}" })
	void whatIsNoReportIsNotUsed(String text) throws Exception {
		this.readings.reports.put("usage:" + key(), text);
		assertThat(instance().read(MODELS)).isEqualTo(REPORT);
		assertThat(this.console.readings).isEqualTo(1);
	}

	@Test
	void reportWithoutDetailsIsWrittenAndReadToo() {
		StatusReport bare = StatusReport.of(Map.of("m", ModelStatus.up()));
		assertThat(StatusReportJson.read(StatusReportJson.write(bare))).isEqualTo(bare);
		StatusReport account = StatusReport.of(new AccountStatus(1, null));
		assertThat(StatusReportJson.read(StatusReportJson.write(account))).isEqualTo(account);
	}

	@Test
	void scheduleIsThatOfTheSource() {
		assertThat(instance().interval()).isEqualTo(this.console.interval());
		assertThat(instance().jitter()).isEqualTo(this.console.jitter());
	}

	private SharedStatusSource instance() {
		return new SharedStatusSource("usage", this.console, this.readings, this.time);
	}

	private static String key() {
		return Integer.toHexString(new java.util.TreeSet<>(MODELS).hashCode());
	}

	private static final class Console implements ModelStatusSource {

		private int readings;

		private boolean fails;

		@Override
		public StatusReport read(Set<String> models) throws IOException {
			if (this.fails) {
				throw new IOException("for a test");
			}
			this.readings++;
			return REPORT;
		}

	}

	private final class Readings implements SharedReadings {

		private final Map<String, String> reports = new HashMap<>();

		private final Map<String, Duration> ends = new HashMap<>();

		private boolean away;

		private @Nullable Duration reportAfter;

		@Override
		public @Nullable String latest(String source) {
			check();
			Duration now = SharedStatusSourceTests.this.time.elapsed();
			if (this.reportAfter != null && now.compareTo(this.reportAfter) >= 0) {
				return StatusReportJson.write(REPORT);
			}
			Duration end = this.ends.get(source);
			return (end != null && now.compareTo(end) >= 0) ? null : this.reports.get(source);
		}

		@Override
		public boolean begin(String source, Duration lease) {
			check();
			return this.reports.putIfAbsent("lease " + source, "") == null;
		}

		@Override
		public void publish(String source, String report, Duration validity) {
			check();
			this.reports.put(source, report);
			this.ends.put(source, SharedStatusSourceTests.this.time.elapsed().plus(validity));
			abandon(source);
		}

		@Override
		public void abandon(String source) {
			check();
			this.reports.remove("lease " + source);
		}

		private void check() {
			if (this.away) {
				throw new IllegalStateException("for a test");
			}
		}

	}

}
