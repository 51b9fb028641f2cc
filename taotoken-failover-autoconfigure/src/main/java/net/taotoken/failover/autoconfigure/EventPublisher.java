package net.taotoken.failover.autoconfigure;

import java.time.Duration;
import java.util.List;

import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.event.CallFailedEvent;
import net.taotoken.failover.event.CallFailedOverEvent;
import net.taotoken.failover.event.ModelCooledDownEvent;
import net.taotoken.failover.event.ModelProbedEvent;
import net.taotoken.failover.event.ModelRecoveredEvent;
import net.taotoken.failover.event.ModelStillOutEvent;
import net.taotoken.failover.event.PriorityChangedEvent;
import net.taotoken.failover.event.PriorityChangedEvent.Cause;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.health.ModelHealthListener;
import net.taotoken.failover.route.PriorityChange;
import net.taotoken.failover.route.PriorityListener;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what people alert on as application events. What their listeners throw is
 * caught where this listener is called.
 */
final class EventPublisher implements FailoverListener, ModelHealthListener, PriorityListener {

	private final ApplicationEventPublisher publisher;

	private final TimeSource time;

	EventPublisher(ApplicationEventPublisher publisher, TimeSource time) {
		this.publisher = publisher;
		this.time = time;
	}

	@Override
	public boolean hearsSuccesses() {
		return false;
	}

	@Override
	public void callFailedOver(Route route, List<Attempt> attempts) {
		this.publisher.publishEvent(new CallFailedOverEvent(route.name(), attempts, this.time.instant()));
	}

	@Override
	public void callFailed(Route route, FailoverException exception) {
		this.publisher.publishEvent(new CallFailedEvent(route.name(), exception.fault(), exception.attempts(),
				exception.retryAfter(), this.time.instant()));
	}

	@Override
	public void modelCooledDown(String model, Fault fault, Duration coolDown) {
		this.publisher.publishEvent(new ModelCooledDownEvent(model, fault, coolDown, this.time.instant()));
	}

	@Override
	public void modelStillOut(String model, Fault fault, Duration coolDown) {
		this.publisher.publishEvent(new ModelStillOutEvent(model, fault, coolDown, this.time.instant()));
	}

	@Override
	public void modelProbed(String model, @Nullable Fault fault, Duration took) {
		this.publisher.publishEvent(new ModelProbedEvent(model, fault, took, this.time.instant()));
	}

	@Override
	public void modelRecovered(String model) {
		this.publisher.publishEvent(new ModelRecoveredEvent(model, this.time.instant()));
	}

	@Override
	public void priorityChanged(PriorityChange change) {
		this.publisher.publishEvent(new PriorityChangedEvent(change.route(), change.before(), change.after(),
				change.byHand() ? Cause.BY_HAND : Cause.RELOAD, change.principal(), this.time.instant()));
	}

}
