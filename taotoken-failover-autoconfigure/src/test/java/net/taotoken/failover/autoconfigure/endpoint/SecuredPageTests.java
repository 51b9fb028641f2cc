package net.taotoken.failover.autoconfigure.endpoint;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in an application with Spring Security, as docs/steering.md sets it up.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "taotoken.api-key=test", "taotoken.model-priority=a,b",
				"management.endpoints.web.exposure.include=taotoken",
				"management.endpoint.taotoken.access=unrestricted" })
class SecuredPageTests {

	private static final String DISABLE = "{\"action\":\"disable\"}";

	private static final String LOGIN = "Basic "
			+ Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));

	@LocalServerPort
	private int port;

	private PageTest page;

	@BeforeEach
	void look() {
		this.page = new PageTest(this.port, "/actuator/taotoken");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/page.js", "/page.css", "/live", "/calls" })
	void nothingOfThePageIsOpenedToStrangers(String path) throws Exception {
		assertThat(this.page.get(path, PageTest.BROWSER).statusCode()).isEqualTo(401);
		assertThat(PageTest.send(this.page.request(path).header("Authorization", LOGIN)).statusCode()).isEqualTo(200);
	}

	@Test
	void steeringNeedsTheTokenThatThePageFindsInItsCookie() throws Exception {
		assertThat(this.page.post("/models/a", DISABLE, "Authorization", LOGIN).statusCode()).isEqualTo(403);
		HttpResponse<String> live = PageTest.send(this.page.request("/live").header("Authorization", LOGIN));
		String cookie = live.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
		assertThat(cookie).startsWith("XSRF-TOKEN=");
		HttpResponse<String> done = this.page.post("/models/a", DISABLE, "Authorization", LOGIN, "Cookie", cookie,
				"X-XSRF-TOKEN", cookie.substring(cookie.indexOf('=') + 1));
		assertThat(done.statusCode()).isEqualTo(200);
		assertThat(done.body()).contains("\"by\":\"alice\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "text/plain" })
	void whatFormsOfOtherSitesCanSendNeverSteers(String type) throws Exception {
		HttpResponse<String> live = PageTest.send(this.page.request("/live").header("Authorization", LOGIN));
		String cookie = live.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
		HttpResponse<String> refused = PageTest.send(this.page.request("/models/b?action=disable")
			.headers("Authorization", LOGIN, "Cookie", cookie, "X-XSRF-TOKEN",
					cookie.substring(cookie.indexOf('=') + 1), "Content-Type", type)
			.POST(BodyPublishers.ofString("action=disable")));
		assertThat(refused.statusCode()).isEqualTo(415);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableWebSecurity
	static class Application {

		@Bean
		SecurityFilterChain security(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.spa())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("alice").password("{noop}secret").roles("OPERATOR").build());
		}

	}

}
