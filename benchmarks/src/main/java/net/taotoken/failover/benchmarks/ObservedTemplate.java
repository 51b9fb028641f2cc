package net.taotoken.failover.benchmarks;

import net.taotoken.failover.TaotokenTemplate;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * The template of an application with the actuator and a registry for Prometheus: every
 * call and attempt is observed, counted and timed.
 */
@EnableAutoConfiguration
class ObservedTemplate {

	static TaotokenTemplate start(String baseUrl, boolean streamed) {
		return new SpringApplicationBuilder(ObservedTemplate.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run("--taotoken.base-url=" + baseUrl, "--taotoken.api-key=" + FloorClient.KEY,
					"--taotoken.model-priority=" + ChatClients.MODEL + ",gpt-4-turbo-preview",
					"--taotoken.detect-hangs-by-streaming=" + streamed)
			.getBean(TaotokenTemplate.class);
	}

}
