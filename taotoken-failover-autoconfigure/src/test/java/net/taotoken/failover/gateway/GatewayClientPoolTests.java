package net.taotoken.failover.gateway;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.gateway.RawServer.Script;
import net.taotoken.failover.gateway.http.GatewayHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class GatewayClientPoolTests {

	@Test
	void sequentialCallsShareOneConnection() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = new Gateways(server.url())) {
			IntStream.range(0, 100).forEach((index) -> gateway.ask(Gateways.LONG));
			assertThat(server.requests()).hasSize(100);
			assertThat(server.connections()).isEqualTo(1);
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void errorsThatAreReadToTheirEndKeepTheConnection() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.response("503 Busy", "{\"error\":\"busy\"}")));
				Gateways gateway = new Gateways(server.url())) {
			IntStream.range(0, 10).forEach((index) -> gateway.askInVain(Gateways.LONG));
			assertThat(server.requests()).hasSize(10);
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void chunkedAnswersKeepTheConnection() throws IOException {
		String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ Integer.toHexString(Gateways.JSON.length()) + "\r\n" + Gateways.JSON + "\r\n0\r\n\r\n";
		try (RawServer server = new RawServer(Script.always(chunked)); Gateways gateway = new Gateways(server.url())) {
			IntStream.range(0, 10).forEach((index) -> gateway.ask(Gateways.LONG));
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void asManyCallsAsConnectionsAreUnderWayAtOnce() throws Exception {
		CyclicBarrier allThere = new CyclicBarrier(50);
		Script script = (connection) -> {
			connection.readRequest();
			await(allThere);
			connection.send(RawServer.ok(Gateways.JSON));
			connection.stall();
		};
		ExecutorService callers = Executors.newFixedThreadPool(50);
		try (RawServer server = new RawServer(script);
				Gateways gateway = new Gateways(server.url(), GatewaySettings.defaults().withMaxConnections(50))) {
			List<Future<ChatCompletion>> answers = IntStream.range(0, 50)
				.mapToObj((index) -> callers.submit(() -> gateway.ask(Gateways.LONG)))
				.toList();
			for (Future<ChatCompletion> answer : answers) {
				assertThat(answer.get().text()).isEqualTo(Gateways.ANSWER);
			}
			assertThat(server.connections()).isEqualTo(50);
			gateway.assertThatNothingIsLeased();
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void exhaustedPoolIsNoFaultOfTheModel() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		Script silent = (connection) -> {
			connection.readRequest();
			asked.countDown();
			connection.stall();
		};
		try (RawServer server = new RawServer(silent);
				Gateways gateway = new Gateways(server.url(), GatewaySettings.defaults().withMaxConnections(1))) {
			Thread first = new Thread(() -> gateway.askInVain(Gateways.LONG));
			first.start();
			asked.await();
			GatewayException exception = gateway.askInVain(Gateways.SHORT);
			assertThat(exception.fault().kind()).isEqualTo(FaultKind.CANCELLED);
			assertThat(exception.fault().scope()).isEqualTo(FaultScope.REQUEST);
			assertThat(exception.fault().hint())
				.isEqualTo("all connections are in use: raise taotoken.http.max-connections");
			first.interrupt();
			first.join();
			gateway.assertThatNothingIsLeased();
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void connectionThatIsFreedGoesToTheNextCaller() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		Script slow = (connection) -> {
			while (connection.readRequest() != null) {
				asked.countDown();
				answer.await();
				connection.send(RawServer.ok(Gateways.JSON));
			}
		};
		ExecutorService callers = Executors.newFixedThreadPool(2);
		try (RawServer server = new RawServer(slow);
				Gateways gateway = new Gateways(server.url(), GatewaySettings.defaults().withMaxConnections(1))) {
			Future<ChatCompletion> first = callers.submit(() -> gateway.ask(Gateways.LONG));
			asked.await();
			Future<ChatCompletion> second = callers.submit(() -> gateway.ask(Gateways.LONG));
			while (gateway.pool().getPending() == 0) {
				Thread.onSpinWait();
			}
			answer.countDown();
			assertThat(first.get().text()).isEqualTo(Gateways.ANSWER);
			assertThat(second.get().text()).isEqualTo(Gateways.ANSWER);
			assertThat(server.connections()).isEqualTo(1);
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void poolIsAsLargeAsSaidWhateverTheSystemProperties() throws IOException {
		System.setProperty("http.maxConnections", "3");
		try (GatewayHttpClient http = GatewayHttpClients.create(GatewaySettings.defaults(), null, List.of())) {
			assertThat(Gateways.pool(http).getMax()).isEqualTo(256);
		}
		finally {
			System.clearProperty("http.maxConnections");
		}
	}

	private static void await(CyclicBarrier barrier) throws IOException, InterruptedException {
		try {
			barrier.await();
		}
		catch (java.util.concurrent.BrokenBarrierException ex) {
			throw new IOException(ex);
		}
	}

}
