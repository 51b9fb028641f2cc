package net.taotoken.failover.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.taotoken.failover.engine.AttemptObserver;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class CallJournalTests {

	private final ManualTime time = new ManualTime();

	private final Route route = Route.of(Route.DEFAULT, "a", "b");

	private final CallJournal journal = new CallJournal(new CurrentRoutes(new Routes(List.of(this.route)), List.of()),
			this.time);

	private final FailoverExecutor executor = new FailoverExecutor(
			new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of()),
			List.of((exception) -> Fault.of(FaultKind.MODEL_UNAVAILABLE).withHint("gone")), List.of(this.journal),
			AttemptObserver.NONE, List.of(this.journal), this.time, new Random(1));

	private void call(String... failing) {
		this.executor.execute(this.route, (attempt) -> {
			this.time.advance(Duration.ofMillis(20));
			if (List.of(failing).contains(attempt.model().id())) {
				throw new IllegalStateException();
			}
			return "";
		});
	}

	private Map<String, Object> newest() {
		return this.journal.calls(1).get(0);
	}

	@Test
	void callIsWrittenDownAsALineOfAttempts() {
		this.time.advance(Duration.ofSeconds(3));
		call("a");
		assertThat(newest()).containsEntry("id", 1L)
			.containsEntry("at", "2026-01-01T00:00:03Z")
			.containsEntry("route", "default")
			.containsEntry("state", "answered")
			.containsEntry("model", "b")
			.containsEntry("millis", 40L)
			.containsEntry("attempts",
					List.of(Map.of("model", "a", "after", 0L, "millis", 20L, "fault",
							Map.of("kind", "model-unavailable", "hint", "gone")),
							Map.of("model", "b", "after", 20L, "millis", 20L)));
	}

	@Test
	void callUnderWayShowsHowLongItTakesAlready() {
		this.executor.execute(this.route, (attempt) -> {
			this.time.advance(Duration.ofMillis(700));
			assertThat(newest()).containsEntry("state", "under-way")
				.containsEntry("millis", 700L)
				.containsEntry("attempts",
						List.of(Map.of("model", "a", "after", 0L, "millis", 700L, "state", "under-way")));
			return "";
		});
	}

	@Test
	void failedCallTellsItsFault() {
		assertThat(catchThrowable(() -> call("a", "b"))).isInstanceOf(FailoverException.class);
		assertThat(newest()).containsEntry("state", "failed")
			.containsEntry("fault", Map.of("kind", "model-unavailable", "hint", "gone"))
			.doesNotContainKey("model");
	}

	@Test
	void callsWithTroubleAreNotPushedOutByGoodOnes() {
		call("a");
		for (int i = 0; i < 5 * RecentCalls.KEPT; i++) {
			call();
		}
		List<Map<String, Object>> calls = this.journal.calls(1000);
		assertThat(calls).hasSize(RecentCalls.KEPT + 1);
		assertThat(calls.get(0)).containsEntry("id", 5L * RecentCalls.KEPT + 1);
		assertThat(calls.get(RecentCalls.KEPT)).containsEntry("id", 1L);
	}

	@Test
	void historyCountsInSlotsAndForgets() {
		call();
		call();
		this.time.advance(Duration.ofSeconds(10));
		this.executor.execute(this.route.withModels(this.route.models().subList(0, 1)), (attempt) -> {
			this.time.advance(Duration.ofMillis(60));
			return "";
		});
		Map<String, Object> history = this.journal.history("a");
		assertThat(history).containsEntry("slotSeconds", 5L);
		assertThat(last(history, "answered")).containsExactly(2L, 0L, 1L);
		assertThat(last(history, "millis")).containsExactly(20L, null, 60L);
		this.time.advance(Duration.ofMinutes(5));
		assertThat((List<?>) this.journal.history("a").get("answered")).hasSize(60)
			.allSatisfy((count) -> assertThat(count).isEqualTo(0L));
	}

	@Test
	void historyCountsFailuresButNoCancelledAttempts() {
		call("a");
		assertThat(last(this.journal.history("a"), "failed")).endsWith(1L);
		assertThat(last(this.journal.history("a"), "answered")).endsWith(0L);
		this.journal.answerInterrupted(this.route, Attempt.failed("a", Fault.of(FaultKind.CANCELLED)));
		assertThat(last(this.journal.history("a"), "failed")).endsWith(1L);
		this.journal.answerInterrupted(this.route, Attempt.failed("a", Fault.of(FaultKind.TIMEOUT)));
		assertThat(last(this.journal.history("a"), "failed")).endsWith(2L);
	}

	private static List<Object> last(Map<String, Object> history, String name) {
		List<Object> all = new ArrayList<>((List<?>) history.get(name));
		return all.subList(all.size() - 3, all.size());
	}

}
