package net.taotoken.failover.autoconfigure.reactive;

import io.micrometer.observation.Observation;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.reactive.ContextScopes;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of {@link ReactiveTaotokenTemplate} where Reactor is there.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TaotokenFailoverAutoConfiguration.class)
@ConditionalOnClass(Flux.class)
@ConditionalOnSingleCandidate(TaotokenOperations.class)
public final class TaotokenReactiveAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ReactiveTaotokenTemplate.class)
	ReactiveThreads taotokenReactiveThreads() {
		return new ReactiveThreads();
	}

	@Bean
	@ConditionalOnMissingBean
	ReactiveTaotokenTemplate reactiveTaotokenTemplate(TaotokenOperations operations, ReactiveThreads threads,
			ObjectProvider<ContextScopes> scopes) {
		return new ReactiveTaotokenTemplate(operations, threads.scheduler(),
				scopes.getIfUnique(() -> ContextScopes.NONE));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Observation.class)
	static class ObservationConfiguration {

		@Bean
		@ConditionalOnMissingBean(ContextScopes.class)
		ParentObservations taotokenParentObservations() {
			return new ParentObservations();
		}

	}

}
