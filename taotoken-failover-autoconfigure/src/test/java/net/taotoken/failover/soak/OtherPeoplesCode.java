package net.taotoken.failover.soak;

import java.time.Duration;
import java.util.List;

import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultClassifier;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.gateway.GatewayRequestCustomizer;
import net.taotoken.failover.health.ModelHealthListener;
import net.taotoken.failover.route.PriorityListener;
import net.taotoken.failover.route.Route;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application's own beans, which now and then throw something at every place where
 * they are called.
 */
@Configuration(proxyBeanMethods = false)
class OtherPeoplesCode {

	private static final double RATE = 0.02;

	@Bean
	FailoverListener failoverListener() {
		return new ThrowingListener();
	}

	@Bean
	ModelHealthListener healthListener() {
		return new ModelHealthListener() {

			@Override
			public void modelCooledDown(String model, Fault fault, Duration coolDown) {
				Planted.sometimes(RATE * 5);
			}

			@Override
			public void modelRecovered(String model) {
				Planted.sometimes(RATE * 5);
			}

		};
	}

	@Bean
	PriorityListener priorityListener() {
		return (change) -> Planted.sometimes(RATE * 5);
	}

	@Bean
	FaultClassifier classifier() {
		return (exception) -> {
			Planted.sometimes(RATE);
			return null;
		};
	}

	@Bean
	GatewayRequestCustomizer customizer() {
		return (request, model) -> Planted.sometimes(RATE / 4);
	}

	private static final class ThrowingListener implements FailoverListener {

		@Override
		public void attemptSucceeded(Route route, Attempt attempt) {
			Planted.sometimes(RATE);
		}

		@Override
		public void attemptFailed(Route route, Attempt attempt, Reaction reaction) {
			Planted.sometimes(RATE);
		}

		@Override
		public void callSwitched(Route route, String from, String to) {
			Planted.sometimes(RATE);
		}

		@Override
		public void callWaited(Route route, Duration wait) {
			Planted.sometimes(RATE);
		}

		@Override
		public void callHedged(Route route) {
			Planted.sometimes(RATE);
		}

		@Override
		public void callFailedOver(Route route, List<Attempt> attempts) {
			Planted.sometimes(RATE);
		}

		@Override
		public void answerInterrupted(Route route, Attempt attempt) {
			Planted.sometimes(RATE);
		}

		@Override
		public void callFailed(Route route, FailoverException exception) {
			Planted.sometimes(RATE);
		}

	}

}
