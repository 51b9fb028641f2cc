package net.taotoken.failover.gateway;

import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.gateway.RawServer.Script;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Timeout(30)
class GatewayClientInterruptTests {

	@Test
	void interruptEndsACallThatReads() throws Exception {
		assertInterruptible((task) -> start(new Thread(task)));
	}

	@Test
	void interruptEndsACallOnAVirtualThread() throws Exception {
		Method startVirtualThread = startVirtualThread();
		assertInterruptible((task) -> {
			try {
				return (Thread) startVirtualThread.invoke(null, task);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	@Test
	void interruptEndsACallThatReadsAnErrorBody() throws Exception {
		CountDownLatch sent = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			connection.send("HTTP/1.1 500 Oops\r\nContent-Length: 5000\r\n\r\n{");
			sent.countDown();
			connection.stall();
		};
		assertInterruptible(script, sent, (task) -> start(new Thread(task)));
	}

	@Test
	void interruptEndsACallThatWaitsForAConnection() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		Script silent = (connection) -> {
			connection.readRequest();
			asked.countDown();
			connection.stall();
		};
		try (RawServer server = new RawServer(silent);
				Gateways gateway = new Gateways(server.url(), GatewaySettings.defaults().withMaxConnections(1))) {
			Thread first = start(new Thread(() -> gateway.askInVain(Gateways.LONG)));
			asked.await();
			CompletableFuture<Outcome> second = new CompletableFuture<>();
			Thread waiting = start(new Thread(() -> second.complete(Outcome.of(gateway))));
			while (gateway.pool().getPending() == 0) {
				Thread.onSpinWait();
			}
			waiting.interrupt();
			assertCancelled(second);
			first.interrupt();
			first.join();
			gateway.assertThatNothingIsLeased();
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void callOfAnInterruptedThreadIsNotSent() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = new Gateways(server.url())) {
			Thread.currentThread().interrupt();
			GatewayException exception = gateway.askInVain(Gateways.LONG);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(exception.fault().kind()).isEqualTo(FaultKind.CANCELLED);
			assertThat(server.connections()).isZero();
		}
	}

	@Test
	void callWithoutTimeIsNotSent() throws IOException {
		try (RawServer server = new RawServer(Script.always(RawServer.ok(Gateways.JSON)));
				Gateways gateway = new Gateways(server.url())) {
			assertThat(gateway.askInVain(Duration.ZERO).fault().kind()).isEqualTo(FaultKind.CANCELLED);
			assertThat(gateway.askInVain(Duration.ofMillis(-1)).fault().kind()).isEqualTo(FaultKind.CANCELLED);
			assertThat(server.connections()).isZero();
		}
	}

	@Test
	void closingTheClientEndsWhatIsUnderWay() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		Script silent = (connection) -> {
			connection.readRequest();
			asked.countDown();
			connection.stall();
		};
		try (RawServer server = new RawServer(silent); Gateways gateway = new Gateways(server.url())) {
			CompletableFuture<Outcome> outcome = new CompletableFuture<>();
			start(new Thread(() -> outcome.complete(Outcome.of(gateway))));
			asked.await();
			gateway.client().close();
			assertThat(outcome.get(10, TimeUnit.SECONDS).exception().fault().kind()).isEqualTo(FaultKind.CANCELLED);
			assertThat(gateway.askInVain(Gateways.LONG).fault().hint()).isEqualTo("the client was closed");
		}
	}

	private static void assertInterruptible(Starter starter) throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			asked.countDown();
			connection.stall();
		};
		assertInterruptible(script, asked, starter);
	}

	private static void assertInterruptible(Script script, CountDownLatch reached, Starter starter) throws Exception {
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			CompletableFuture<Outcome> outcome = new CompletableFuture<>();
			Thread thread = starter.start(() -> outcome.complete(Outcome.of(gateway)));
			reached.await();
			thread.interrupt();
			assertCancelled(outcome);
			gateway.assertThatNothingIsLeased();
		}
	}

	private static void assertCancelled(CompletableFuture<Outcome> outcome) throws Exception {
		Outcome ended = outcome.get(3, TimeUnit.SECONDS);
		assertThat(ended.exception().fault().kind()).isEqualTo(FaultKind.CANCELLED);
		assertThat(ended.exception().fault().scope()).isEqualTo(FaultScope.REQUEST);
		assertThat(ended.interrupted()).isTrue();
	}

	private static Thread start(Thread thread) {
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static Method startVirtualThread() {
		try {
			return Thread.class.getMethod("startVirtualThread", Runnable.class);
		}
		catch (NoSuchMethodException ex) {
			Assumptions.abort("no virtual threads here");
			throw new IllegalStateException(ex);
		}
	}

	private interface Starter {

		Thread start(Runnable task);

	}

	private record Outcome(GatewayException exception, boolean interrupted) {

		static Outcome of(Gateways gateway) {
			GatewayException exception = catchThrowableOfType(GatewayException.class, () -> gateway.ask(Gateways.LONG));
			return new Outcome(exception, Thread.currentThread().isInterrupted());
		}

	}

}
