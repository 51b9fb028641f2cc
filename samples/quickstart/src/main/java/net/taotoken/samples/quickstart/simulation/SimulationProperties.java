package net.taotoken.samples.quickstart.simulation;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the simulated models.
 *
 * @param retryAfter what a rate limit asks for
 * @param toolArguments the JSON with which a model calls the first tool that it is told
 * of
 * @param json what a model says when it is asked for JSON
 */
@ConfigurationProperties("quickstart.simulation")
record SimulationProperties(Duration retryAfter, @DefaultValue("{}") String toolArguments,
		@DefaultValue("{}") String json) {

}
