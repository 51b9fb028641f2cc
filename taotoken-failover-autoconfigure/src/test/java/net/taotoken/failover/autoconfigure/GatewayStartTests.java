package net.taotoken.failover.autoconfigure;

import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.http.GatewayClientCustomizer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class GatewayStartTests {

	private static final String CLIENT = "taotokenGatewayClient";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class))
		.withPropertyValues(Startup.MINIMUM);

	@Test
	void clientIsLeftToWhoNeedsIt() {
		this.runner.run((context) -> assertThat(context.getBeanFactory().containsSingleton(CLIENT)).isFalse());
	}

	@Test
	void customizersAreTriedAtTheStart() {
		this.runner.withBean(GatewayClientCustomizer.class, () -> (builder) -> {
		}).run((context) -> assertThat(context.getBeanFactory().containsSingleton(CLIENT)).isTrue());
		this.runner.withBean(GatewayClientCustomizer.class, () -> (builder) -> {
			throw new IllegalStateException("no such proxy");
		}).run((context) -> assertThat(context).getFailure().rootCause().hasMessage("no such proxy"));
	}

	@Test
	void settingsAreCheckedAlsoWhereTheUserReplacesWhatTheyAreFor() {
		// as at each reload, which would refuse them ever after
		this.runner.withBean(GatewayClient.class, () -> mock(GatewayClient.class))
			.withPropertyValues("taotoken.http.max-connections=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("taotoken.http.max-connections"));
	}

}
