package net.taotoken.failover.autoconfigure;

import net.taotoken.failover.autoconfigure.binding.TaotokenBinder;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.autoconfigure.reload.ConfigurationReload;
import net.taotoken.failover.autoconfigure.reload.ReloadFile;
import net.taotoken.failover.autoconfigure.reload.ReloadTargets;
import net.taotoken.failover.autoconfigure.reload.ReloadWatcher;
import net.taotoken.failover.autoconfigure.settings.Checks;
import net.taotoken.failover.autoconfigure.settings.LiveEntries;
import net.taotoken.failover.autoconfigure.settings.PropertiesTaotokenConnectionDetails;
import net.taotoken.failover.control.ChangeLog;
import net.taotoken.failover.control.TaotokenControl;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.time.TimeSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Steering while the application runs: by hand, and by a changed configuration.
 */
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean(ChangeLog.class)
	ChangeLog taotokenChangeLog(ObjectProvider<TimeSource> time, ApplicationEventPublisher publisher) {
		return new ChangeLog(TimeSources.choose(time)::instant, publisher::publishEvent);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(TaotokenControl.class)
	TaotokenControl taotokenControl(CurrentRoutes routes, ModelHealthTracker tracker, ChangeLog changes) {
		return new TaotokenControl(routes, tracker, changes);
	}

	@Bean
	@Lazy
	ConfigurationReload taotokenConfigurationReload(ConfigurableEnvironment environment, CurrentRoutes routes,
			ModelHealthTracker tracker, ObjectProvider<PropertiesTaotokenConnectionDetails> connection,
			LiveEntries entries, ChangeLog changes, ListableBeanFactory beans) {
		ReloadTargets targets = new ReloadTargets(routes, beans.containsBean("taotokenRoutes"), tracker,
				beans.containsBean("taotokenModelHealthTracker"), connection.getIfAvailable(), entries);
		return new ConfigurationReload(new TaotokenBinder(beans), environment, targets, changes);
	}

	@Bean
	@Lazy(false)
	@ConditionalOnProperty("taotoken.reload.file")
	ReloadWatcher taotokenReloadWatcher(TaotokenProperties properties, ConfigurationReload reload,
			ObjectProvider<TimeSource> time) {
		String file = String.valueOf(properties.getReload().file());
		return new ReloadWatcher(ReloadFile.of(file), Checks.positive(PropertyKey.ROOT.dot("reload").dot("interval"),
				properties.getReload().interval(), "5s"), reload, TimeSources.choose(time));
	}

}
