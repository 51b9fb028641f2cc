package net.taotoken.failover.gateway.http;

import java.util.List;
import java.util.Random;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeepAlive}.
 */
class KeepAliveTests {

	private static final String[] HEADERS = { "Content-Length: 2", "content-length: 2", "Content-Length: 3",
			"Connection: keep-alive", "Connection: Keep-Alive", "connection: close", "Connection: close, x",
			"Connection: x", "Keep-Alive: timeout=5", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip",
			"Proxy-Connection: close", "Date: Mon, 23 Nov 2026 00:00:00 GMT" };

	private final ClassicHttpRequest request = new BasicClassicHttpRequest("POST", "/");

	@Test
	void keepsWhatApacheKeepsUnlessTwoLengthsAreTold() {
		Random random = new Random(7);
		for (int round = 0; round < 20_000; round++) {
			this.request.setHeader("Connection", (random.nextInt(8) > 0) ? "keep-alive" : "close");
			ClassicHttpResponse response = response(random);
			boolean kept = DefaultConnectionReuseStrategy.INSTANCE.keepAlive(this.request, response,
					HttpCoreContext.create())
					&& response.countHeaders("Content-Length") + response.countHeaders("Transfer-Encoding") < 2;
			assertThat(idleTime(response) != null).as("%s with %s", response, List.of(response.getHeaders()))
				.isEqualTo(kept);
		}
	}

	@ParameterizedTest
	@CsvSource({ "Keep-Alive: timeout=5, 5", "'Keep-Alive: max=9, timeout=5', 5", "Keep-Alive: timeout=x, 30",
			"Keep-Alive: timeout, 30", "Keep-Alive: timeout=-1, 30", "Transfer-Encoding: chunked,",
			"Keep-Alive: timeout=3600, 30", "Connection: keep-alive, 30", "Connection: close," })
	void idleTimeIsWhatTheServerTellsUpTo30Seconds(String header, @Nullable Integer seconds) {
		ClassicHttpResponse response = new BasicClassicHttpResponse(200);
		response.setVersion(HttpVersion.HTTP_1_1);
		response.setEntity(new StringEntity("ok"));
		add(response, "Content-Length: 2");
		add(response, header);
		assertThat(idleTime(response)).isEqualTo((seconds != null) ? TimeValue.ofSeconds(seconds) : null);
	}

	private @Nullable TimeValue idleTime(ClassicHttpResponse response) {
		return KeepAlive.idleTime(this.request, response, HttpCoreContext.create());
	}

	private static ClassicHttpResponse response(Random random) {
		ClassicHttpResponse response = new BasicClassicHttpResponse(200);
		response.setVersion((random.nextInt(4) == 0) ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
		if (random.nextInt(8) > 0) {
			response.setEntity(new StringEntity("ok"));
		}
		else {
			response.setCode(204);
		}
		for (int i = random.nextInt(5); i > 0; i--) {
			add(response, HEADERS[random.nextInt(HEADERS.length)]);
		}
		return response;
	}

	private static void add(ClassicHttpResponse response, String header) {
		String[] parts = header.split(": ", 2);
		response.addHeader(parts[0], parts[1]);
	}

}
