package net.taotoken.failover.autoconfigure.reload;

import net.taotoken.failover.autoconfigure.binding.TaotokenBinder;
import net.taotoken.failover.autoconfigure.diagnostics.Refusal;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.autoconfigure.settings.TaotokenSettings;
import net.taotoken.failover.control.ChangeLog;
import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Takes over a changed configuration while the application runs: binds and checks it as a
 * whole, as at start, and then replaces what can be replaced; or refuses it, and
 * everything stays as it was. Health is kept by model id. Calls under way go to their end
 * along the route that they started with. Safe for use by many threads.
 */
public final class ConfigurationReload {

	private static final Log logger = LogFactory.getLog(ConfigurationReload.class);

	private final ConfigurableEnvironment environment;

	private final ReloadTargets targets;

	private final ChangeLog changes;

	private final TaotokenBinder binder;

	private volatile TaotokenProperties current;

	/**
	 * Create the reload, with a copy of the properties that hold. Not the bean itself,
	 * which Spring Cloud changes in place when the environment changes.
	 * @param binder binds properties
	 * @param environment holds what is configured
	 * @param targets what is replaced
	 * @param changes hears of each change
	 */
	public ConfigurationReload(TaotokenBinder binder, ConfigurableEnvironment environment, ReloadTargets targets,
			ChangeLog changes) {
		this.binder = binder;
		this.environment = environment;
		this.targets = targets;
		this.changes = changes;
		this.current = bind(environment);
	}

	/**
	 * The properties that were taken over last.
	 * @return the properties
	 */
	public TaotokenProperties current() {
		return this.current;
	}

	/**
	 * Take over what the environment holds now.
	 * @param cause what has changed, for logs and events
	 * @return whether the configuration is another one than before
	 */
	public boolean reload(String cause) {
		return reload(cause, null);
	}

	synchronized boolean reload(String cause, @Nullable PropertySource<?> file) {
		ConfigurableEnvironment candidate = candidate(file);
		try {
			TaotokenProperties next = bind(candidate);
			ChangedKeys changed = ChangedKeys.between(this.current, next);
			Runnable swap = this.targets.prepare(new TaotokenSettings(next));
			if (file != null) {
				ReloadFileInitializer.install(this.environment, file);
			}
			if (changed.isEmpty()) {
				return false;
			}
			// first, since listeners hear of the routes while they are swapped
			this.current = next;
			swap.run();
			taken(cause, changed);
			return true;
		}
		catch (RuntimeException | StackOverflowError ex) {
			refuse(cause, ex, candidate);
			return false;
		}
	}

	void refuse(String cause, Throwable failure) {
		refuse(cause, failure, this.environment);
	}

	private void refuse(String cause, Throwable failure, ConfigurableEnvironment candidate) {
		String reason = Refusal.describe(failure, candidate);
		logger.error("The changed configuration (" + cause + ") is refused, and the one before stays: " + reason);
		this.changes.add(Kind.CONFIGURATION_REFUSED, cause, reason, null);
	}

	private ConfigurableEnvironment candidate(@Nullable PropertySource<?> file) {
		ConfigurableEnvironment candidate = new StandardEnvironment();
		MutablePropertySources sources = candidate.getPropertySources();
		sources.stream().map(PropertySource::getName).toList().forEach(sources::remove);
		this.environment.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
			.forEach(sources::addLast);
		ConfigurationPropertySources.attach(candidate);
		if (file != null) {
			ReloadFileInitializer.install(candidate, file);
		}
		return candidate;
	}

	private TaotokenProperties bind(ConfigurableEnvironment candidate) {
		return this.binder.bind(Bindable.of(TaotokenProperties.class), ConfigurationPropertySources.get(candidate),
				candidate);
	}

	private void taken(String cause, ChangedKeys changed) {
		String detail = "The configuration has changed (" + cause + "): " + (changed.live().isEmpty()
				? "nothing that can change at run time" : changed.live() + " hold from now on") + "; routes are "
				+ this.targets.describeRoutes();
		logger.info(detail);
		if (!changed.atRestart().isEmpty()) {
			logger.warn(changed.atRestart() + " have changed, too (" + cause + "), but need a restart to take effect");
		}
		this.changes.add(Kind.CONFIGURATION_RELOADED, cause,
				changed.atRestart().isEmpty() ? detail : detail + "; need a restart: " + changed.atRestart(), null);
	}

}
