package net.taotoken.samples.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link TurnFilter}.
 */
class TurnFilterTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withUserConfiguration(TurnFilter.class);

	@Test
	void everyRequestGoesOn() throws Exception {
		FilterChain chain = mock(FilterChain.class);
		ServletRequest request = new MockHttpServletRequest();
		ServletResponse response = new MockHttpServletResponse();
		new TurnFilter().doFilter(request, response, chain);
		verify(chain).doFilter(request, response);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsTakeTurns() {
		this.application.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(TurnFilter.class));
	}

	@Test
	void threadsOfTheSystemNeedNoTurns() {
		this.application.withPropertyValues("spring.threads.virtual.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TurnFilter.class));
	}

}
