package net.taotoken.failover.gateway.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayHttpClients;
import net.taotoken.failover.gateway.GatewaySettings;
import net.taotoken.failover.gateway.Gateways;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.gateway.RawServer.Script;
import net.taotoken.failover.gateway.http.GatewayClientCustomizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NameLookup}, with a name server that is silent as long as a test
 * wants.
 */
@Timeout(30)
class NameLookupTests {

	private final CountDownLatch released = new CountDownLatch(1);

	private final CountDownLatch asked = new CountDownLatch(1);

	private final AtomicInteger lookUps = new AtomicInteger();

	@AfterEach
	void release() {
		this.released.countDown();
	}

	@Test
	void silentNameServerDoesNotBreakTheDeadline() {
		try (Gateways gateway = gateway(URI.create("http://gateway.invalid"))) {
			assertThat(gateway.askInVain(Gateways.SHORT).fault().kind()).isEqualTo(FaultKind.TIMEOUT);
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void interruptEndsTheWaitForANameServer() throws Exception {
		try (Gateways gateway = gateway(URI.create("http://gateway.invalid"))) {
			CompletableFuture<GatewayException> failure = new CompletableFuture<>();
			Thread caller = new Thread(() -> failure.complete(gateway.askInVain(Gateways.LONG)));
			caller.start();
			this.asked.await();
			caller.interrupt();
			assertThat(failure.get(10, TimeUnit.SECONDS).fault().kind()).isEqualTo(FaultKind.CANCELLED);
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void closingTheClientEndsTheWaitForANameServer() throws Exception {
		CompletableFuture<GatewayException> failure = new CompletableFuture<>();
		try (Gateways gateway = gateway(URI.create("http://gateway.invalid"))) {
			new Thread(() -> failure.complete(gateway.askInVain(Gateways.LONG))).start();
			this.asked.await();
		}
		assertThat(failure.get(10, TimeUnit.SECONDS).fault().kind()).isEqualTo(FaultKind.CANCELLED);
	}

	@Test
	void callersWhoWaitForTheSameNameShareOneLookUp() throws Exception {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = gateway(URI.create("http://gateway.invalid:" + server.url().getPort()))) {
			List<CompletableFuture<String>> answers = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				CompletableFuture<String> answer = new CompletableFuture<>();
				answers.add(answer);
				new Thread(() -> answer.complete(gateway.ask(Gateways.LONG).text())).start();
			}
			assertThat(gateway.askInVain(Gateways.SHORT).fault().kind()).isEqualTo(FaultKind.TIMEOUT);
			assertThat(this.lookUps).hasValue(1);
			this.released.countDown();
			for (CompletableFuture<String> answer : answers) {
				assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Gateways.ANSWER);
			}
		}
	}

	@Test
	void unknownNameIsUnreachable() {
		this.released.countDown();
		try (Gateways gateway = gateway(URI.create("http://unknown.invalid"))) {
			assertThat(gateway.askInVain(Gateways.LONG).fault().hint()).isEqualTo("the host name cannot be resolved");
			assertThat(gateway.askInVain(Gateways.LONG).fault().hint()).isEqualTo("the host name cannot be resolved");
			assertThat(this.lookUps).hasValue(2);
		}
	}

	@Test
	void literalAddressIsNotLookedUp() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = gateway(server.url())) {
			gateway.ask(Gateways.LONG);
			assertThat(this.lookUps).hasValue(0);
		}
	}

	@Test
	void resolverThatFailsIsNoConnection() {
		GatewayClientCustomizer broken = (options) -> options.setHostResolver((host) -> {
			throw new IllegalStateException("broken");
		});
		try (Gateways gateway = new Gateways(URI.create("http://gateway.invalid"),
				GatewayHttpClients.create(GatewaySettings.defaults(), null, List.of(broken)))) {
			assertThat(gateway.askInVain(Gateways.LONG).fault().hint()).isEqualTo("the host name cannot be resolved");
		}
	}

	private Gateways gateway(URI url) {
		GatewayClientCustomizer slow = (options) -> options.setHostResolver(this::resolve);
		return new Gateways(url, GatewayHttpClients.create(GatewaySettings.defaults(), null, List.of(slow)));
	}

	private List<InetAddress> resolve(String host) throws UnknownHostException {
		this.lookUps.incrementAndGet();
		this.asked.countDown();
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		if (host.startsWith("unknown")) {
			throw new UnknownHostException(host);
		}
		return List.of(InetAddress.getLoopbackAddress());
	}

}
