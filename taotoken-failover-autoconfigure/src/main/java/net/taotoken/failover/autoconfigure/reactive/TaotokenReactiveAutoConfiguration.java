package net.taotoken.failover.autoconfigure.reactive;

import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link ReactiveTaotokenTemplate} where Reactor is there.
 */
@AutoConfiguration(after = TaotokenFailoverAutoConfiguration.class)
@ConditionalOnClass(Flux.class)
@ConditionalOnSingleCandidate(TaotokenOperations.class)
public final class TaotokenReactiveAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReactiveTaotokenTemplate reactiveTaotokenTemplate(TaotokenOperations operations) {
		return new ReactiveTaotokenTemplate(operations, Schedulers.boundedElastic());
	}

}
