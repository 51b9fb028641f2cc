package net.taotoken.samples.quickstart;

import java.net.URI;

import com.github.tomakehurst.wiremock.WireMockServer;
import net.taotoken.failover.autoconfigure.TaotokenConnectionDetails;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "taotoken.api-key=sk-test")
class ApiKeyTests {

	@LocalServerPort
	private int port;

	@Autowired
	private TaotokenConnectionDetails connection;

	@Test
	void withAKeyTheRealTaotokenIsAsked() {
		assertThat(this.connection.baseUrl()).isEqualTo(URI.create("https://taotoken.net/api"));
		assertThat(this.connection.apiKey()).isEqualTo("sk-test");
	}

	@Test
	void withAKeyNothingIsSimulated() {
		assertThat(new SampleClient(this.port).send("GET", "/simulate").statusCode()).isEqualTo(404);
		assertThat(Thread.getAllStackTraces().values()).noneMatch((stack) -> java.util.Arrays.stream(stack)
			.anyMatch((frame) -> frame.getClassName().startsWith(WireMockServer.class.getPackageName())));
	}

}
