package net.taotoken.samples.gateway;

import java.io.IOException;
import java.net.Socket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Who is let in by a gateway without keys.
 */
class OpenGatewayTests extends GatewayTest {

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST:8081", "localhost.", "app.localhost:80", "127.0.0.1:1",
			"127.9.8.7", "[::1]:8081", "[0:0:0:0:0:0:0:1]" })
	void namesOfThisMachineAreAnswered(String host) throws IOException {
		assertThat(status(host)).isEqualTo("200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "evil.example:8081", "localhost.evil.example", "127.0.0.1.evil.example",
			"0.0.0.0", "192.168.0.7:8081", "[::2]", "x", "127.0.0.1evil" })
	void otherNamesAreNot(String host) throws IOException {
		assertThat(status(host)).isEqualTo("403");
	}

	private String status(String host) throws IOException {
		try (Socket socket = this.client.sendRaw("GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n\r\n")) {
			return Client.readUntil(socket, "\r\n").split(" ")[1];
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::", "" })
	void withoutKeysItDoesNotStartWhereOthersReachIt(String address) {
		assertThatThrownBy(() -> start("--server.address=" + address).close())
			.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
			.rootCause()
			.hasMessageContaining("server.address");
	}

	@Test
	void withKeysItStartsAnywhere() {
		try (ConfigurableApplicationContext context = start("--server.address=0.0.0.0", "--gateway.api-keys=gk-one")) {
			assertThat(context.isRunning()).isTrue();
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		String[] all = new String[arguments.length + 3];
		System.arraycopy(arguments, 0, all, 3, arguments.length);
		all[0] = "--server.port=0";
		all[1] = "--taotoken.api-key=key";
		all[2] = "--taotoken.model-priority=a";
		return new SpringApplicationBuilder(GatewayApplication.class).run(all);
	}

}
