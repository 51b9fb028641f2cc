package net.taotoken.failover.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link ConnectionPool}, {@link HostConnections} and {@link ConnectionLease}.
 */
@Timeout(30)
class ConnectionPoolTests {

	private static final Executor THREADS = (task) -> {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
	};

	private static final HttpHost HOST = new HttpHost("http", "gateway.invalid", 80);

	private final ManagedHttpClientConnection connection = mock();

	private final HttpClientConnectionOperator operator = mock();

	private final AtomicLong nanos = new AtomicLong();

	private final ConnectionPool pool = pool(() -> this.connection, 1);

	private final WireRequest request = WireRequest.get(URI.create("http://gateway.invalid/"));

	@BeforeEach
	void connectionIsInOrder() {
		given(this.connection.isOpen()).willReturn(true);
		given(this.connection.isConsistent()).willReturn(true);
	}

	@Test
	void connectionThatIsGivenBackIsLentAgain() throws Exception {
		lendOnce(TimeValue.ofSeconds(30));
		assertThat(stats().getAvailable()).isEqualTo(1);
		this.pool.lease(HOST, this.request).connect();
		assertThat(stats().getLeased()).isEqualTo(1);
		assertThat(stats().getAvailable()).isZero();
	}

	@Test
	void connectionThatIsNotToBeKeptIsClosed() throws Exception {
		lendOnce(null);
		verify(this.connection).close(CloseMode.IMMEDIATE);
		assertThat(stats().getAvailable()).isZero();
		assertThat(stats().getLeased()).isZero();
	}

	@Test
	void connectionWithSomethingLeftInItIsNotLentAgain() throws Exception {
		given(this.connection.isConsistent()).willReturn(false);
		lendOnce(TimeValue.ofSeconds(30));
		assertThat(stats().getAvailable()).isZero();
		assertThat(stats().getLeased()).isZero();
	}

	@Test
	void leaseThatIsBrokenEarlyOpensNothing() throws Exception {
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		this.request.cancel();
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(lease::connect);
		verifyNoInteractions(this.operator);
		verify(this.connection).close(CloseMode.IMMEDIATE);
		assertThat(stats().getLeased()).isZero();
	}

	@Test
	void leaseThatIsBrokenWhileTheConnectionOpensLeavesNoSocket() throws Exception {
		Socket socket = mock();
		given(this.connection.getSocket()).willReturn(socket);
		willAnswer((call) -> this.request.cancel()).given(this.operator)
			.connect(any(), any(), any(), any(), any(), any(), any(), any());
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(lease::connect);
		verify(socket).close();
		assertThat(stats().getLeased()).isZero();
	}

	@Test
	void connectionThatIsOpenedWhileThePoolClosesIsClosed() throws Exception {
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		this.pool.close();
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(lease::connect);
		verify(this.connection).close(CloseMode.IMMEDIATE);
	}

	@Test
	void connectionThatCannotEvenBeTestedIsReplaced() throws Exception {
		given(this.connection.isStale()).willThrow(new SSLException("alert"));
		lendOnce(TimeValue.ofSeconds(30));
		pass(Duration.ofSeconds(10));
		lendOnce(TimeValue.ofSeconds(30));
		verify(this.operator, times(2)).connect(any(), any(), any(), any(), any(), any(), any(), any());
	}

	@Test
	void errorWhileLendingCostsNoConnection() {
		WireRequest failing = mock();
		willThrow(new OutOfMemoryError("for a test")).given(failing).setDependency(any());
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> this.pool.lease(HOST, failing));
		assertThat(stats().getLeased()).isZero();
	}

	@Test
	void placeInLineHasNoThreadsWhoseTasksAWaiterWouldRun() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		new HostConnections(HOST, 1).take().defaultExecutor().execute(() -> thread.set(Thread.currentThread()));
		assertThat(thread).hasValue(Thread.currentThread());
	}

	@Test
	void leaseIsOverOnce() throws Exception {
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		lease.connect();
		lease.keep(TimeValue.ofSeconds(30));
		lease.giveBack();
		assertThat(lease.cancel()).isFalse();
		assertThat(stats().getAvailable()).isEqualTo(1);
	}

	@Test
	void interruptedWaiterLeavesTheLine() throws Exception {
		ConnectionLease first = this.pool.lease(HOST, this.request);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RequestFailedException.class)
			.isThrownBy(() -> this.pool.lease(HOST, WireRequest.get(URI.create("http://gateway.invalid/"))));
		assertThat(Thread.interrupted()).isTrue();
		first.discard();
		assertThat(stats().getPending()).isZero();
		assertThat(stats().getLeased()).isZero();
	}

	@Test
	void cancelledRequestWaitsForNothing() throws Exception {
		this.pool.lease(HOST, this.request);
		WireRequest cancelled = WireRequest.get(URI.create("http://gateway.invalid/"));
		cancelled.cancel();
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> this.pool.lease(HOST, cancelled));
		assertThat(cancelled.isWaitingForConnection()).isTrue();
	}

	@Test
	void connectionIsTestedOnceItWasIdleForLong() throws Exception {
		given(this.connection.isStale()).willReturn(true);
		lendOnce(TimeValue.ofSeconds(30));
		pass(Duration.ofSeconds(10).minusNanos(1));
		lendOnce(TimeValue.ofSeconds(30));
		verify(this.operator, times(1)).connect(any(), any(), any(), any(), any(), any(), any(), any());
		pass(Duration.ofSeconds(10));
		lendOnce(TimeValue.ofSeconds(30));
		verify(this.operator, times(2)).connect(any(), any(), any(), any(), any(), any(), any(), any());
	}

	@Test
	void connectionIsNotUsedBeyondItsIdleTime() throws Exception {
		lendOnce(TimeValue.ofSeconds(5));
		pass(Duration.ofSeconds(5));
		lendOnce(TimeValue.ofSeconds(5));
		verify(this.connection).close(CloseMode.IMMEDIATE);
		verify(this.operator, times(2)).connect(any(), any(), any(), any(), any(), any(), any(), any());
	}

	@Test
	void connectionsThatNobodyNeedsAnyMoreAreClosed() throws Exception {
		ManagedHttpClientConnection second = openConnection();
		Iterator<ManagedHttpClientConnection> both = List.of(this.connection, second).iterator();
		ConnectionPool wide = pool(both::next, 2);
		ConnectionLease first = lent(wide);
		lent(wide).giveBack();
		pass(Duration.ofSeconds(30).minusNanos(1));
		first.giveBack();
		assertThat(wide.stats().getAvailable()).isEqualTo(2);
		pass(Duration.ofNanos(1));
		lent(wide).giveBack();
		assertThat(wide.stats().getAvailable()).isEqualTo(1);
		verify(this.connection, never()).close(any());
	}

	private ConnectionLease lent(ConnectionPool pool) throws Exception {
		ConnectionLease lease = pool.lease(HOST, WireRequest.get(URI.create("http://gateway.invalid/")));
		lease.connect();
		lease.keep(TimeValue.ofSeconds(30));
		return lease;
	}

	@Test
	void firstInLineGetsTheConnection() throws Exception {
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		lease.connect();
		lease.keep(TimeValue.ofSeconds(30));
		CompletableFuture<ConnectionLease> first = waiter();
		CompletableFuture<ConnectionLease> second = waiter();
		lease.giveBack();
		assertThat(CompletableFuture.anyOf(first, second).get()).isNotNull();
		assertThat(stats().getLeased()).isEqualTo(1);
		assertThat(stats().getPending()).isEqualTo(1);
		(first.isDone() ? first : second).get().discard();
		CompletableFuture.allOf(first, second).get();
		assertThat(stats().getLeased()).isEqualTo(1);
		assertThat(stats().getPending()).isZero();
	}

	@Test
	void cancelledOwnerDoesNotDisturbTheNextOne() throws Exception {
		ManagedHttpClientConnection ofTheNext = openConnection();
		Iterator<ManagedHttpClientConnection> both = List.of(ofTheNext, this.connection).iterator();
		ConnectionPool narrow = pool(both::next, 1);
		ConnectionLease broken = narrow.lease(HOST, this.request);
		CompletableFuture<ConnectionLease> next = waiter(narrow);
		this.request.cancel();
		assertThat(next.get().connect()).isSameAs(ofTheNext);
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(broken::connect);
		verify(ofTheNext, never()).close(any());
		verify(this.connection).close(CloseMode.IMMEDIATE);
	}

	@Test
	void closedPoolClosesWhatIsLentAndSendsTheLineAway() throws Exception {
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		lease.connect();
		lease.keep(TimeValue.ofSeconds(30));
		CompletableFuture<ConnectionLease> waiter = waiter();
		this.pool.close();
		verify(this.connection).close(CloseMode.IMMEDIATE);
		assertThat(waiter).failsWithin(Duration.ofSeconds(10));
		lease.giveBack();
		assertThat(stats().getAvailable()).isZero();
		assertThat(stats().getLeased()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> this.pool.lease(HOST, this.request));
		assertThatIllegalStateException()
			.isThrownBy(() -> this.pool.lease(new HttpHost("other.invalid"), this.request));
	}

	@Test
	void everyHostHasConnectionsOfItsOwn() throws Exception {
		this.pool.lease(HOST, this.request);
		this.pool.lease(new HttpHost("http", "other.invalid", 80), this.request);
		assertThat(stats().getLeased()).isEqualTo(2);
		lendOnce(new HttpHost("http", "third.invalid", 80), TimeValue.ofSeconds(30));
		lendOnce(new HttpHost("http", "fourth.invalid", 80), TimeValue.ofSeconds(30));
		verify(this.operator, times(2)).connect(any(), any(), any(), any(), any(), any(), any(), any());
	}

	@Test
	void neverLendsMoreThanThereMayBe() throws Exception {
		ConnectionPool shared = pool(ConnectionPoolTests::openConnection, 3);
		AtomicInteger lent = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		List<CompletableFuture<Void>> callers = new ArrayList<>();
		for (int caller = 0; caller < 8; caller++) {
			Random random = new Random(caller);
			callers.add(CompletableFuture.runAsync(() -> lendOften(shared, random, lent, most), THREADS));
		}
		CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get();
		assertThat(most).hasValueBetween(2, 3);
		assertThat(shared.stats().getLeased()).isZero();
		assertThat(shared.stats().getPending()).isZero();
		assertThat(shared.stats().getAvailable()).isBetween(0, 3);
	}

	private static void lendOften(ConnectionPool pool, Random random, AtomicInteger lent, AtomicInteger most) {
		for (int i = 0; i < 500; i++) {
			WireRequest request = WireRequest.get(URI.create("http://gateway.invalid/"));
			try {
				ConnectionLease lease = pool.lease(HOST, request);
				lease.connect();
				most.accumulateAndGet(lent.incrementAndGet(), Math::max);
				lease.keep((random.nextInt(4) > 0) ? TimeValue.ofSeconds(30) : null);
				Thread.yield();
				lent.decrementAndGet();
				lease.giveBack();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private static ManagedHttpClientConnection openConnection() {
		ManagedHttpClientConnection connection = mock();
		given(connection.isOpen()).willReturn(true);
		given(connection.isConsistent()).willReturn(true);
		return connection;
	}

	private ConnectionPool pool(Supplier<ManagedHttpClientConnection> connections, int most) {
		Connector connector = new Connector((socket) -> connections.get(), this.operator, SocketConfig.DEFAULT,
				Duration.ofSeconds(1));
		return new ConnectionPool(connector, most, Duration.ofSeconds(10), this.nanos::get);
	}

	private CompletableFuture<ConnectionLease> waiter() {
		return waiter(this.pool);
	}

	private static CompletableFuture<ConnectionLease> waiter(ConnectionPool pool) {
		int before = pool.stats().getPending();
		CompletableFuture<ConnectionLease> lease = CompletableFuture.supplyAsync(() -> {
			try {
				return pool.lease(HOST, WireRequest.get(URI.create("http://gateway.invalid/")));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, THREADS);
		Awaitility.await().until(() -> pool.stats().getPending() > before);
		return lease;
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	private void lendOnce(@Nullable TimeValue idleTime) throws Exception {
		lendOnce(HOST, idleTime);
	}

	private void lendOnce(HttpHost host, @Nullable TimeValue idleTime) throws Exception {
		ConnectionLease lease = this.pool.lease(host, this.request);
		lease.connect();
		lease.keep(idleTime);
		lease.giveBack();
	}

	private PoolStats stats() {
		return this.pool.stats();
	}

}
