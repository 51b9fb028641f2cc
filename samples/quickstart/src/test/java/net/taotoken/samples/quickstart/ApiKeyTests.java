package net.taotoken.samples.quickstart;

import java.net.URI;
import java.util.Locale;

import net.taotoken.failover.autoconfigure.properties.TaotokenConnectionDetails;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "taotoken.api-key=sk-test")
class ApiKeyTests {

	@LocalServerPort
	private int port;

	@Autowired
	private ApplicationContext context;

	@Test
	void withAKeyTheRealTaotokenIsAsked() {
		TaotokenConnectionDetails connection = this.context.getBean(TaotokenConnectionDetails.class);
		assertThat(connection.baseUrl()).isEqualTo(URI.create("https://taotoken.net/api"));
		assertThat(connection.apiKey()).isEqualTo("sk-test");
	}

	@Test
	void withAKeyNothingIsSimulated() {
		assertThat(this.context.getBeanDefinitionNames())
			.noneMatch((name) -> name.toLowerCase(Locale.ROOT).contains("simulat"));
		assertThat(new SampleClient(this.port).send("GET", "/simulate").statusCode()).isEqualTo(404);
	}

}
