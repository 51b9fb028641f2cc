package net.taotoken.failover.gateway.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayHttpClients;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.gateway.Gateways;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LazyHttpClient}.
 */
class LazyHttpClientTests {

	private final AtomicInteger built = new AtomicInteger();

	private final LazyHttpClient http = new LazyHttpClient(() -> {
		this.built.incrementAndGet();
		return create();
	});

	private static GatewayHttpClient create() {
		return GatewayHttpClients.create(GatewaySettings.defaults(), null, List.of());
	}

	@Test
	void firstRequestBuildsTheClientThatAllUse() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = new Gateways(server.url(), this.http)) {
			assertThat(this.built).hasValue(0);
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(gateway.ask(Gateways.LONG).text()).isEqualTo(Gateways.ANSWER);
			assertThat(this.built).hasValue(1);
		}
	}

	@Test
	void closedClientAsksNobody() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways used = new Gateways(server.url(), this.http)) {
			used.ask(Gateways.LONG);
			this.http.close();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> used.ask(Gateways.LONG));
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void clientThatIsClosedBeforeItsFirstRequestIsNeverBuilt() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = new Gateways(server.url(), this.http)) {
			gateway.client().close();
			assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> gateway.ask(Gateways.LONG))
				.satisfies((ex) -> assertThat(ex.fault().kind()).isEqualTo(FaultKind.CANCELLED));
			assertThat(this.built).hasValue(0);
		}
	}

}
