package net.taotoken.failover.gateway;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer.Script;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Timeout(120)
class GatewayStreamCloseTests {

	private static final String BEGIN = Streams.HEAD + Streams.HELLO;

	@Test
	void serverSeesThatAStreamWasClosedEarly() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		Script script = (connection) -> {
			Script.sendAndStall(BEGIN).serve(connection);
			closed.countDown();
		};
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			GatewayStream stream = gateway.stream();
			stream.close();
			stream.close();
			assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
			Fault fault = catchThrowableOfType(GatewayException.class, stream::next).fault();
			assertThat(fault.kind()).isEqualTo(FaultKind.CANCELLED);
			assertThat(fault.hint()).isEqualTo("the stream was closed");
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
		}
	}

	@Test
	void closeFreesAReaderThatWaits() throws Exception {
		ExecutorService readers = Executors.newSingleThreadExecutor();
		try (RawServer server = new RawServer(Script.sendAndStall(BEGIN));
				Gateways gateway = new Gateways(server.url())) {
			GatewayStream stream = gateway.stream();
			StringBuilder text = new StringBuilder();
			CompletableFuture<Thread> reader = new CompletableFuture<>();
			Future<GatewayException> broken = readers.submit(() -> {
				reader.complete(Thread.currentThread());
				return Streams.readUntilBreak(stream, text);
			});
			awaitReading(reader.get());
			stream.close();
			assertThat(broken.get(10, TimeUnit.SECONDS).fault().hint()).isEqualTo("the stream was closed");
			assertThat(text).hasToString("Hello");
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
		}
		finally {
			readers.shutdownNow();
		}
	}

	@Test
	void closeAfterTheEndChangesNothing() throws IOException {
		String wire = Streams.chunked(Streams.HELLO, Streams.STOP, Streams.DONE);
		try (RawServer server = new RawServer(Script.always(wire)); Gateways gateway = new Gateways(server.url())) {
			IntStream.range(0, 5).forEach((index) -> {
				GatewayStream stream = gateway.stream();
				Streams.readAll(stream);
				stream.close();
				assertThat(stream.next()).isNull();
			});
			assertThat(server.connections()).isEqualTo(1);
		}
	}

	@Test
	void interruptFreesTheReaderAndKeepsItsFlag() throws Exception {
		ExecutorService readers = Executors.newSingleThreadExecutor();
		try (RawServer server = new RawServer(Script.sendAndStall(BEGIN));
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream()) {
			CompletableFuture<Thread> reader = new CompletableFuture<>();
			Future<Boolean> interrupted = readers.submit(() -> {
				reader.complete(Thread.currentThread());
				Fault fault = Streams.readUntilBreak(stream, new StringBuilder()).fault();
				return fault.kind() == FaultKind.CANCELLED && Thread.currentThread().isInterrupted();
			});
			awaitReading(reader.get());
			reader.get().interrupt();
			assertThat(interrupted.get(3, TimeUnit.SECONDS)).isTrue();
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
		}
		finally {
			readers.shutdownNow();
		}
	}

	@Test
	void interruptEndsAStreamThatOpens() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(Streams.HEAD + Streams.ROLE);
			asked.countDown();
			connection.stall();
		};
		ExecutorService callers = Executors.newSingleThreadExecutor();
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			CompletableFuture<Thread> caller = new CompletableFuture<>();
			Future<Fault> fault = callers.submit(() -> {
				caller.complete(Thread.currentThread());
				return gateway.streamInVain().fault();
			});
			asked.await();
			caller.get().interrupt();
			assertThat(fault.get(3, TimeUnit.SECONDS).kind()).isEqualTo(FaultKind.CANCELLED);
			gateway.assertThatNothingIsLeased();
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void interruptOfAReaderThatDoesNotReadWaitsForIt() throws IOException {
		try (RawServer server = new RawServer(Script.sendAndStall(BEGIN + Streams.WORLD));
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream()) {
			Thread.currentThread().interrupt();
			GatewayException exception = catchThrowableOfType(GatewayException.class, stream::next);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(exception.fault().kind()).isEqualTo(FaultKind.CANCELLED);
			gateway.assertThatNothingIsLeased();
		}
	}

	@Test
	void streamMayBeReadByAnotherThreadThanItsOpener() throws Exception {
		CountDownLatch looked = new CountDownLatch(1);
		Script script = (connection) -> {
			connection.readRequest();
			connection.send(BEGIN);
			looked.await();
			connection.send(Streams.WORLD + Streams.STOP + Streams.DONE);
		};
		AtomicBoolean done = new AtomicBoolean();
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			CompletableFuture<GatewayStream> opened = new CompletableFuture<>();
			Thread opener = new Thread(() -> {
				GatewayStream stream = gateway.stream();
				Thread.currentThread().interrupt();
				opened.complete(stream);
				while (!done.get()) {
					Thread.onSpinWait();
				}
			});
			opener.start();
			try (GatewayStream stream = opened.get()) {
				gateway.awaitTicks();
				looked.countDown();
				assertThat(Streams.text(Streams.readAll(stream))).isEqualTo("Hello world");
			}
			finally {
				done.set(true);
			}
		}
	}

	@Test
	void closingTheClientBreaksItsStreams() throws IOException {
		try (RawServer server = new RawServer(Script.sendAndStall(BEGIN));
				Gateways gateway = new Gateways(server.url());
				GatewayStream stream = gateway.stream()) {
			gateway.client().close();
			assertThat(Streams.readUntilBreak(stream, new StringBuilder()).fault().hint())
				.isEqualTo("the client was closed");
		}
	}

	@Test
	void thousandsOfAbandonedStreamsLeaveNothing() throws Exception {
		AtomicInteger closed = new AtomicInteger();
		Script script = (connection) -> {
			Script.sendAndStall(BEGIN).serve(connection);
			closed.incrementAndGet();
		};
		ExecutorService callers = Executors.newFixedThreadPool(8);
		try (RawServer server = new RawServer(script); Gateways gateway = new Gateways(server.url())) {
			List<Future<?>> calls = IntStream.range(0, 2000).<Future<?>>mapToObj((index) -> callers.submit(() -> {
				GatewayStream stream = gateway.stream();
				if (index % 2 == 0) {
					stream.next();
				}
				stream.close();
			})).toList();
			for (Future<?> call : calls) {
				call.get();
			}
			gateway.assertThatNothingIsLeased();
			gateway.assertThatNothingIsWatched();
			Awaitility.await().atMost(Gateways.LONG).untilAsserted(() -> assertThat(closed).hasValue(2000));
			assertThat(server.requests()).hasSize(2000);
		}
		finally {
			callers.shutdownNow();
		}
	}

	private static void awaitReading(Thread reader) {
		Awaitility.await()
			.atMost(Gateways.LONG)
			.until(() -> java.util.Arrays.stream(reader.getStackTrace())
				.anyMatch((frame) -> frame.getClassName().contains(".Socket")));
	}

}
