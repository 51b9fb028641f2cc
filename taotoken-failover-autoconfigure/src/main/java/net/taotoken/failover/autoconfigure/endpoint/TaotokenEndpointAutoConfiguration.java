package net.taotoken.failover.autoconfigure.endpoint;

import net.taotoken.failover.actuate.CallJournal;
import net.taotoken.failover.actuate.TaotokenEndpoint;
import net.taotoken.failover.actuate.TaotokenEndpointWebExtension;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import net.taotoken.failover.autoconfigure.reload.ConfigurationReload;
import net.taotoken.failover.console.ConsoleSync;
import net.taotoken.failover.control.ChangeLog;
import net.taotoken.failover.control.TaotokenControl;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.SharedHealth;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the actuator endpoint {@code taotoken}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TaotokenFailoverAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ FailoverExecutor.class, TaotokenControl.class, ConfigurationReload.class })
@ConditionalOnAvailableEndpoint(TaotokenEndpoint.class)
public final class TaotokenEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CallJournal taotokenCallJournal(CurrentRoutes routes, ObjectProvider<TimeSource> time) {
		return new CallJournal(routes, time.getIfUnique(TimeSource::system));
	}

	@Bean
	@ConditionalOnMissingBean
	TaotokenEndpoint taotokenEndpoint(CurrentRoutes routes, ModelHealthTracker tracker, FailoverExecutor executor,
			TaotokenControl control, ChangeLog changes, CallJournal journal, ConfigurationReload reload,
			TaotokenConnectionDetails connection, ObjectProvider<TimeSource> time, ObjectProvider<ConsoleSync> console,
			ObjectProvider<SharedHealth> fleet) {
		ConsoleSync sync = console.getIfUnique();
		SharedHealth shared = fleet.getIfUnique();
		return new TaotokenEndpoint(routes, tracker, executor, control, changes, journal,
				new ConfigurationSummary(reload, connection, routes)::write, time.getIfUnique(TimeSource::system),
				(sync != null) ? sync::snapshot : null, (shared != null) ? shared::snapshot : null);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(TaotokenEndpoint.class)
	TaotokenEndpointWebExtension taotokenEndpointWebExtension(TaotokenEndpoint endpoint, CallJournal journal,
			ObjectProvider<PathMapper> paths, ObjectProvider<EndpointAccessResolver> access,
			ObjectProvider<TimeSource> time) {
		EndpointId id = EndpointId.of("taotoken");
		return new TaotokenEndpointWebExtension(endpoint, journal,
				PathMapper.getRootPath(paths.orderedStream().toList(), id), () -> access(access.getIfUnique(), id),
				time.getIfUnique(TimeSource::system));
	}

	private static Access access(@Nullable EndpointAccessResolver resolver, EndpointId id) {
		return (resolver != null) ? resolver.accessFor(id, Access.READ_ONLY) : Access.READ_ONLY;
	}

}
