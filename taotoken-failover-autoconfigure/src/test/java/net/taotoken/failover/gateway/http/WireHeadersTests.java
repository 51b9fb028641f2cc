package net.taotoken.failover.gateway.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WireHeaders}.
 */
class WireHeadersTests {

	private static final URI ADDRESS = URI.create("https://gateway.example/v1/chat/completions");

	private final HttpProcessor apache = new DefaultHttpProcessor(new RequestContent(), new RequestTargetHost(),
			new RequestConnControl(), new RequestUserAgent("agent/1"));

	private final WireHeaders headers = new WireHeaders("agent/1");

	@ParameterizedTest
	@ValueSource(strings = { "", "Host: other.example", "host: other.example", "Connection: close", "User-Agent: mine",
			"Content-Type: application/json; charset=utf-8", "X-Other: 1", "Upgrade: h2c", "Accept-Encoding: gzip" })
	void addsWhatApacheAdds(String given) throws Exception {
		for (HttpEntity body : bodies()) {
			assertThat(added(request(ADDRESS, body, given))).isEqualTo(addedByApache(request(ADDRESS, body, given)));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:8080/a", "http://[::1]:8080/a", "http://[::1]/a",
			"https://Gateway.Example/a?b=c", "http://gateway.example:81/a", "http://llm_gateway:3000/a" })
	void namesTheHostAsApacheDoes(String address) throws Exception {
		URI uri = URI.create(address);
		assertThat(added(request(uri, null, ""))).isEqualTo(addedByApache(request(uri, null, "")));
	}

	@Test
	void namesTheHostOfEachRequest() throws Exception {
		for (String address : List.of("http://one/", "http://two/", "http://one/", "http://one:81/")) {
			assertThat(added(request(URI.create(address), null, "")))
				.contains("Host: " + URI.create(address).getAuthority());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 3", "Transfer-Encoding: chunked" })
	void refusesWhatApacheRefuses(String given) {
		JsonEntity body = new JsonEntity(new byte[2]);
		assertThatExceptionOfType(HttpException.class).isThrownBy(() -> addedByApache(request(ADDRESS, body, given)));
		assertThatExceptionOfType(HttpException.class).isThrownBy(() -> added(request(ADDRESS, body, given)));
	}

	@Test
	void refusesARequestToNobodyAsApacheDoes() {
		WireRequest request = request(ADDRESS, null, "");
		request.setAuthority(null);
		assertThatExceptionOfType(HttpException.class).isThrownBy(() -> added(request));
	}

	private static List<@Nullable HttpEntity> bodies() {
		List<@Nullable HttpEntity> bodies = new ArrayList<>();
		bodies.add(null);
		bodies.add(new JsonEntity("{\"a\": 1}".getBytes(StandardCharsets.UTF_8)));
		bodies.add(new StringEntity("text"));
		return bodies;
	}

	private static WireRequest request(URI address, @Nullable HttpEntity body, String header) {
		WireRequest request = WireRequest.post(GatewayTarget.of(address), WireRequest.MAY_BE_SENT_AGAIN);
		request.setEntity(body);
		request.addHeader(new BasicHeader("Authorization", "Bearer key", true));
		if (!header.isEmpty()) {
			String[] parts = header.split(": ", 2);
			request.addHeader(parts[0], parts[1]);
		}
		return request;
	}

	private List<String> added(WireRequest request) throws Exception {
		this.headers.addTo(request, HttpCoreContext.create());
		return all(request);
	}

	private List<String> addedByApache(WireRequest request) throws Exception {
		this.apache.process(request, request.getEntity(), HttpCoreContext.create());
		if (!request.containsHeader("Accept-Encoding")) {
			request.addHeader("Accept-Encoding", "identity");
		}
		return all(request);
	}

	private static List<String> all(WireRequest request) {
		return Stream.of(request.getHeaders()).map(Header::toString).sorted().toList();
	}

}
