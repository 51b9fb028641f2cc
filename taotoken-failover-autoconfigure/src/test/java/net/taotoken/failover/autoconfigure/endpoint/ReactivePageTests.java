package net.taotoken.failover.autoconfigure.endpoint;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in an application with WebFlux.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.main.web-application-type=reactive", "taotoken.api-key=test",
				"taotoken.model-priority=a,b", "management.endpoints.web.exposure.include=taotoken",
				"management.endpoint.taotoken.access=unrestricted" })
class ReactivePageTests {

	@LocalServerPort
	private int port;

	private PageTest page;

	@BeforeEach
	void look() {
		this.page = new PageTest(this.port, "/actuator/taotoken");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''         | text/html,application/xhtml+xml,*/*;q=0.8 | text/html;charset=UTF-8
			''         | */*                                       | application/vnd.spring-boot.actuator.v3+json
			''         | application/json                          | application/json
			/page.js   | */*                                       | text/javascript;charset=UTF-8
			/page.css  | text/css,*/*;q=0.1                        | text/css;charset=UTF-8
			/live      | application/json                          | application/json
			/calls     | application/json                          | application/json
			""")
	void pageAndItsFilesAreServed(String path, String accept, String type) throws Exception {
		HttpResponse<String> response = this.page.get(path, accept);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(PageTest.type(response)).isEqualTo(type);
	}

	@Test
	void pageIsToldNewsOnlyAndSteers() throws Exception {
		String known = this.page.json("/live").path("version").asString();
		assertThat(this.page.get("/live?known=" + known, "application/json").statusCode()).isEqualTo(204);
		assertThat(this.page.post("/models/a", "{\"action\":\"disable\"}").statusCode()).isEqualTo(200);
		assertThat(this.page.json("/live?known=" + known).at("/content/models/a/state").asString())
			.isEqualTo("disabled");
		assertThat(this.page.json("/live").at("/content/steering").asBoolean()).isTrue();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
