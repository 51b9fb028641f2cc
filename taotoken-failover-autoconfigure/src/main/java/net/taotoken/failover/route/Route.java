package net.taotoken.failover.route;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * A name, an ordered list of models, and how calls along it behave.
 *
 * @param name the name, such as {@code default}
 * @param models the models in order of preference, at least one, none twice
 * @param strategy in which order they are tried
 * @param totalTimeout how long a call may take, all attempts and waits together, without
 * the time in which answers were written that broke
 * @param retry how often and how patiently a call tries
 * @param faults what each kind of fault does
 * @param timeouts how long an attempt may take on an unknown model
 * @since 0.1.0
 */
public record Route(String name, List<Model> models, RoutingStrategy strategy, Duration totalTimeout,
		RetrySettings retry, FaultPolicies faults, AttemptTimeouts timeouts) {

	/** The name of the route that is used unless a call names another. */
	public static final String DEFAULT = "default";

	public Route {
		Assert.hasText(name, "'name' must not be blank");
		Assert.notEmpty(models, "'models' must not be empty");
		Assert.isTrue(namesEachOnce(models), "'models' must not name a model twice");
		Assert.isTrue(totalTimeout.compareTo(Duration.ZERO) > 0, "'totalTimeout' must be positive");
		models = List.copyOf(models);
	}

	private static boolean namesEachOnce(List<Model> models) {
		Set<String> ids = new HashSet<>();
		for (Model model : models) {
			if (!ids.add(model.id())) {
				return false;
			}
		}
		return true;
	}

	/**
	 * A route over models with nothing but their ids, and the defaults for everything.
	 * @param name the name
	 * @param models the ids of the models, in order of preference
	 * @return the route
	 */
	public static Route of(String name, String... models) {
		AttemptTimeouts timeouts = AttemptTimeouts.defaults();
		return new Route(name, List.of(models).stream().map((id) -> Model.of(id, timeouts)).toList(),
				RoutingStrategy.PRIORITY, Duration.ofMinutes(2), RetrySettings.defaults(), FaultPolicies.defaults(),
				timeouts);
	}

	/**
	 * This route over other models.
	 * @param models the models in order of preference
	 * @return a copy
	 */
	public Route withModels(List<Model> models) {
		return new Route(this.name, models, this.strategy, this.totalTimeout, this.retry, this.faults, this.timeouts);
	}

	/**
	 * This route with another strategy.
	 * @param strategy the strategy
	 * @return a copy
	 */
	public Route withStrategy(RoutingStrategy strategy) {
		return new Route(this.name, this.models, strategy, this.totalTimeout, this.retry, this.faults, this.timeouts);
	}

	/**
	 * This route with other retry settings.
	 * @param retry the settings
	 * @return a copy
	 */
	public Route withRetry(RetrySettings retry) {
		return new Route(this.name, this.models, this.strategy, this.totalTimeout, retry, this.faults, this.timeouts);
	}

	/**
	 * This route with other policies for faults.
	 * @param faults the policies
	 * @return a copy
	 */
	public Route withFaults(FaultPolicies faults) {
		return new Route(this.name, this.models, this.strategy, this.totalTimeout, this.retry, faults, this.timeouts);
	}

	/**
	 * This route with another limit for a whole call.
	 * @param totalTimeout how long a call may take
	 * @return a copy
	 */
	public Route withTotalTimeout(Duration totalTimeout) {
		return new Route(this.name, this.models, this.strategy, totalTimeout, this.retry, this.faults, this.timeouts);
	}

}
