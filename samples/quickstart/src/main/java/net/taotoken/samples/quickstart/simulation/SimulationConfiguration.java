package net.taotoken.samples.quickstart.simulation;

import net.taotoken.failover.route.Routes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Puts a simulated Taotoken in the place of the real one when there is no key for it.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoApiKey.class)
@EnableConfigurationProperties(SimulationProperties.class)
class SimulationConfiguration {

	private static final Log logger = LogFactory.getLog(SimulationConfiguration.class);

	@Bean
	SimulatedTaotoken simulatedTaotoken(Routes routes, SimulationProperties properties) {
		return new SimulatedTaotoken(routes.models(), properties);
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> simulationNotice(SimulatedTaotoken simulated) {
		return (event) -> logger
			.warn("TAOTOKEN_API_KEY is not set: answers are SIMULATED, by a gateway at " + simulated.baseUrl());
	}

}
