package net.taotoken.failover.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.health.Permits;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TaotokenControlTests {

	private final ManualTime time = new ManualTime();

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), this.time, List.of());

	private final CurrentRoutes routes = new CurrentRoutes(new Routes(List.of(Route.of(Route.DEFAULT, "a", "b"))));

	private final List<Object> published = new ArrayList<>();

	private final ChangeLog changes = new ChangeLog(this.time::instant, this.published::add);

	private final TaotokenControl control = new TaotokenControl(this.routes, this.tracker, this.changes);

	private ModelState state(String model) {
		return this.tracker.snapshot(model).state();
	}

	@Test
	void disabledModelStaysOutUntilItIsPutBack() {
		this.control.disable("a");
		this.time.advance(Duration.ofDays(2));
		assertThat(this.tracker.of("a").tryAcquire()).isNull();
		this.control.putBack("a");
		assertThat(this.tracker.of("a").tryAcquire()).isNotNull();
	}

	@Test
	void probeThatWasUnderWayDoesNotBringADisabledModelBack() {
		this.control.coolDown("a", Duration.ofSeconds(1));
		this.time.advance(Duration.ofSeconds(1));
		Permit probe = Objects.requireNonNull(this.tracker.of("a").tryAcquire());
		this.control.disable("a");
		probe.succeeded(1);
		Permits.anyway(this.tracker.of("a")).succeeded(1);
		assertThat(state("a")).isEqualTo(ModelState.DISABLED);
	}

	@Test
	void coolDownEndsByItself() {
		this.control.coolDown("a", Duration.ofMinutes(10));
		assertThat(state("a")).isEqualTo(ModelState.COOLING_DOWN);
		assertThat(this.tracker.of("a").tryAcquire()).isNull();
		this.time.advance(Duration.ofMinutes(10));
		assertThat(Objects.requireNonNull(this.tracker.of("a").tryAcquire()).isProbe()).isTrue();
	}

	@Test
	void coolDownReplacesALongerOneAndADisabledState() {
		this.control.coolDown("a", Duration.ofMinutes(10));
		this.control.coolDown("a", Duration.ofMinutes(1));
		assertThat(this.tracker.snapshot("a").coolDownRemaining()).isEqualTo(Duration.ofMinutes(1));
		this.control.disable("a");
		this.control.coolDown("a", Duration.ofMinutes(2));
		assertThat(this.tracker.snapshot("a").coolDownRemaining()).isEqualTo(Duration.ofMinutes(2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT24H1S" })
	void absurdCoolDownsAreRefused(Duration duration) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.control.coolDown("a", duration))
			.withMessageContaining("at most 24h");
		assertThat(state("a")).isEqualTo(ModelState.HEALTHY);
		assertThat(this.published).isEmpty();
	}

	@Test
	void statisticsOfOneOrAllModelsBeginAnew() {
		for (String model : List.of("a", "b")) {
			Objects.requireNonNull(this.tracker.of(model).tryAcquire()).failed(Fault.of(FaultKind.SERVER_ERROR), null);
		}
		this.control.resetStatistics("a");
		assertThat(this.tracker.snapshot("a").errors()).isZero();
		assertThat(this.tracker.snapshot("a").lastFault()).isNull();
		assertThat(this.tracker.snapshot("b").errors()).isOne();
		assertThat(this.control.resetStatistics().target()).isEqualTo("models");
		assertThat(this.tracker.snapshot("b").errors()).isZero();
	}

	@Test
	void unknownModelsAndRoutesAreRefusedWithThoseThatThereAre() {
		assertThatExceptionOfType(UnknownTargetException.class).isThrownBy(() -> this.control.disable("x"))
			.withMessage("The configuration knows no model 'x': it knows [a, b]");
		assertThatExceptionOfType(UnknownTargetException.class)
			.isThrownBy(() -> this.control.coolDown("x", Duration.ofSeconds(1)));
		assertThatExceptionOfType(UnknownTargetException.class).isThrownBy(() -> this.control.putBack("x"));
		assertThatExceptionOfType(UnknownTargetException.class).isThrownBy(() -> this.control.resetStatistics("x"));
		assertThatExceptionOfType(UnknownTargetException.class)
			.isThrownBy(() -> this.control.setOrder("x", List.of("a")))
			.withMessage("There is no route 'x': there are [default]");
		assertThatExceptionOfType(UnknownTargetException.class).isThrownBy(() -> this.control.resetOrder("x"));
		assertThat(this.published).isEmpty();
		assertThat(this.changes.latest()).isEmpty();
	}

	@Test
	void changeTellsWhoWhatWhenAndForHowLong() {
		TaotokenChangedEvent change = this.control.as("alice\nbob").setOrder(Route.DEFAULT, List.of("b"));
		assertThat(change).isEqualTo(new TaotokenChangedEvent(Kind.ORDER_SET, Route.DEFAULT,
				"Route default is [b, a], in this order (by hand, alice bob)", "alice bob", this.time.instant()));
		assertThat(change.lasts()).contains("restarts").contains("write it into the configuration");
		assertThat(this.published).containsExactly(change);
		assertThat(this.control.resetOrder(Route.DEFAULT).principal()).isNull();
	}

	@Test
	void listenerThatThrowsHarmsNobody() {
		ChangeLog broken = new ChangeLog(this.time::instant, (change) -> {
			throw new OutOfMemoryError("broken listener");
		});
		assertThat(new TaotokenControl(this.routes, this.tracker, broken).disable("a").kind())
			.isEqualTo(Kind.MODEL_DISABLED);
		assertThat(broken.latest()).hasSize(1);
	}

	@Test
	void lastFiftyChangesAreRemembered() {
		for (int i = 0; i < 60; i++) {
			this.control.as("user" + i).resetStatistics("a");
		}
		assertThat(this.changes.latest()).hasSize(50)
			.first()
			.extracting(TaotokenChangedEvent::principal)
			.isEqualTo("user59");
	}

}
