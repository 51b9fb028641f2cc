package net.taotoken.failover.gateway.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
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

import net.taotoken.failover.gateway.connection.Connector;
import net.taotoken.failover.gateway.connection.ExchangeAbortedException;
import net.taotoken.failover.gateway.connection.GatewayAddress;
import net.taotoken.failover.gateway.connection.ProxiedRoute;
import net.taotoken.failover.gateway.connection.WireConnection;
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

	private static final ProxiedRoute HOST = route("gateway.invalid");

	private final WireConnection connection = mock();

	private final Connector connector = mock();

	private final AtomicLong nanos = new AtomicLong();

	private final ConnectionPool pool = pool(() -> this.connection, 1);

	private final WireRequest request = request();

	@BeforeEach
	void connectionIsInOrder() {
		given(this.connection.isClean()).willReturn(true);
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
		given(this.connection.isClean()).willReturn(false);
		lendOnce(TimeValue.ofSeconds(30));
		assertThat(stats().getAvailable()).isZero();
		assertThat(stats().getLeased()).isZero();
	}

	@Test
	void leaseThatIsBrokenEarlyOpensNothing() throws Exception {
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		this.request.cancel();
		assertThatExceptionOfType(ExchangeAbortedException.class).isThrownBy(lease::connect);
		verify(this.connector, never()).open(any(), any());
		verify(this.connection).close(CloseMode.IMMEDIATE);
		assertThat(stats().getLeased()).isZero();
	}

	@Test
	void leaseThatIsBrokenWhileTheConnectionOpensClosesIt() throws Exception {
		willAnswer((call) -> {
			this.request.cancel();
			throw new ExchangeAbortedException(null);
		}).given(this.connector).open(any(), any());
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		assertThatExceptionOfType(ExchangeAbortedException.class).isThrownBy(lease::connect);
		verify(this.connection).close(CloseMode.IMMEDIATE);
		assertThat(stats().getLeased()).isZero();
	}

	@Test
	void connectionThatIsOpenedWhileThePoolClosesIsClosed() throws Exception {
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		this.pool.close();
		assertThatExceptionOfType(ExchangeAbortedException.class).isThrownBy(lease::connect);
		verify(this.connection).close(CloseMode.IMMEDIATE);
	}

	@Test
	void connectionThatTheServerHasWrittenToIsReplaced() throws Exception {
		given(this.connection.hasInput()).willReturn(true);
		lendOnce(TimeValue.ofSeconds(30));
		lendOnce(TimeValue.ofSeconds(30));
		verify(this.connection).close(CloseMode.IMMEDIATE);
		verify(this.connector, times(2)).open(any(), any());
	}

	@Test
	void connectionThatFailsIsReplacedAtOnceWithinItsPlace() throws Exception {
		lendOnce(TimeValue.ofSeconds(30));
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		lease.connect();
		assertThat(lease.isReused()).isTrue();
		lease.reconnect();
		assertThat(lease.isReused()).isFalse();
		verify(this.connection).close(CloseMode.IMMEDIATE);
		verify(this.connector, times(2)).open(any(), any());
		assertThat(stats().getLeased()).isEqualTo(1);
	}

	@Test
	void socketThatCannotBeClosedForWantOfMemoryIsClosedByTheNextAttempt() throws Exception {
		willThrow(new OutOfMemoryError("for a test")).willDoNothing().given(this.connection).close(any());
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		lease.connect();
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(this.request::cancel);
		assertThat(stats().getLeased()).isEqualTo(1);
		this.request.cancel();
		verify(this.connection, times(2)).close(CloseMode.IMMEDIATE);
		assertThat(stats().getLeased()).isZero();
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
		lease.release();
		assertThat(lease.cancel()).isFalse();
		assertThat(stats().getAvailable()).isEqualTo(1);
	}

	@Test
	void interruptedWaiterLeavesTheLine() throws Exception {
		ConnectionLease first = this.pool.lease(HOST, this.request);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(ExchangeAbortedException.class).isThrownBy(() -> this.pool.lease(HOST, request()));
		assertThat(Thread.interrupted()).isTrue();
		first.discard();
		assertThat(stats().getPending()).isZero();
		assertThat(stats().getLeased()).isZero();
	}

	@Test
	void cancelledRequestWaitsForNothing() throws Exception {
		this.pool.lease(HOST, this.request);
		WireRequest cancelled = request();
		cancelled.cancel();
		assertThatExceptionOfType(ExchangeAbortedException.class).isThrownBy(() -> this.pool.lease(HOST, cancelled));
		assertThat(cancelled.isWaitingForConnection()).isTrue();
	}

	@Test
	void endOfTheServerIsLookedForOnceTheConnectionWasIdleForAWhile() throws Exception {
		given(this.connection.hasInputOrEnd()).willReturn(true);
		lendOnce(TimeValue.ofSeconds(30));
		pass(Duration.ofMillis(20).minusNanos(1));
		lendOnce(TimeValue.ofSeconds(30));
		verify(this.connector, times(1)).open(any(), any());
		pass(Duration.ofMillis(20));
		lendOnce(TimeValue.ofSeconds(30));
		verify(this.connector, times(2)).open(any(), any());
	}

	@Test
	void connectionIsNotUsedBeyondItsIdleTime() throws Exception {
		lendOnce(TimeValue.ofSeconds(5));
		pass(Duration.ofSeconds(5));
		lendOnce(TimeValue.ofSeconds(5));
		verify(this.connection).close(CloseMode.IMMEDIATE);
		verify(this.connector, times(2)).open(any(), any());
	}

	@Test
	void connectionsThatNobodyNeedsAnyMoreAreSweptWithoutTraffic() throws Exception {
		WireConnection second = openConnection();
		Iterator<WireConnection> both = List.of(this.connection, second).iterator();
		ConnectionPool wide = pool(both::next, 2);
		ConnectionLease first = lent(wide);
		lent(wide).release();
		pass(Duration.ofSeconds(30).minusNanos(1));
		first.release();
		assertThat(wide.sweep()).isTrue();
		assertThat(wide.stats().getAvailable()).isEqualTo(2);
		pass(Duration.ofNanos(1));
		assertThat(wide.sweep()).isTrue();
		assertThat(wide.stats().getAvailable()).isEqualTo(1);
		verify(second).close(CloseMode.IMMEDIATE);
		verify(this.connection, never()).close(any());
		pass(Duration.ofSeconds(30));
		assertThat(wide.sweep()).isFalse();
		verify(this.connection).close(CloseMode.IMMEDIATE);
	}

	@Test
	void connectionsThatTheServerHasClosedAreSwept() throws Exception {
		lendOnce(TimeValue.ofSeconds(30));
		assertThat(this.pool.sweep()).isTrue();
		given(this.connection.hasInputOrEnd()).willReturn(true);
		assertThat(this.pool.sweep()).isFalse();
		verify(this.connection).close(CloseMode.IMMEDIATE);
		assertThat(stats().getAvailable()).isZero();
	}

	@Test
	void retiredConnectionsAreNotUsedAgain() throws Exception {
		Iterator<WireConnection> both = List.of(this.connection, openConnection()).iterator();
		ConnectionPool wide = pool(both::next, 2);
		ConnectionLease underWay = lent(wide);
		lent(wide).release();
		wide.retireAll();
		assertThat(wide.stats().getAvailable()).isZero();
		verify(this.connection, never()).close(any());
		underWay.release();
		verify(this.connection).close(CloseMode.IMMEDIATE);
		assertThat(wide.stats().getAvailable()).isZero();
		assertThat(wide.stats().getLeased()).isZero();
	}

	@Test
	void firstInLineGetsTheConnection() throws Exception {
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		lease.connect();
		lease.keep(TimeValue.ofSeconds(30));
		CompletableFuture<ConnectionLease> first = waiter();
		CompletableFuture<ConnectionLease> second = waiter();
		lease.release();
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
		WireConnection ofTheNext = openConnection();
		Iterator<WireConnection> both = List.of(ofTheNext, this.connection).iterator();
		ConnectionPool narrow = pool(both::next, 1);
		ConnectionLease broken = narrow.lease(HOST, this.request);
		CompletableFuture<ConnectionLease> next = waiter(narrow);
		this.request.cancel();
		assertThat(next.get().connect()).isSameAs(ofTheNext);
		assertThatExceptionOfType(ExchangeAbortedException.class).isThrownBy(broken::connect);
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
		lease.release();
		assertThat(stats().getAvailable()).isZero();
		assertThat(stats().getLeased()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> this.pool.lease(HOST, this.request));
		assertThatIllegalStateException().isThrownBy(() -> this.pool.lease(route("other.invalid"), this.request));
	}

	@Test
	void everyHostHasConnectionsOfItsOwn() throws Exception {
		this.pool.lease(HOST, this.request);
		this.pool.lease(route("other.invalid"), this.request);
		assertThat(stats().getLeased()).isEqualTo(2);
		lendOnce(route("third.invalid"), TimeValue.ofSeconds(30));
		lendOnce(route("fourth.invalid"), TimeValue.ofSeconds(30));
		verify(this.connector, times(2)).open(any(), any());
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
			WireRequest request = request();
			try {
				ConnectionLease lease = pool.lease(HOST, request);
				lease.connect();
				most.accumulateAndGet(lent.incrementAndGet(), Math::max);
				lease.keep((random.nextInt(4) > 0) ? TimeValue.ofSeconds(30) : null);
				Thread.yield();
				lent.decrementAndGet();
				lease.release();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private static WireConnection openConnection() {
		WireConnection connection = mock();
		given(connection.isClean()).willReturn(true);
		return connection;
	}

	private ConnectionPool pool(Supplier<WireConnection> connections, int most) {
		given(this.connector.create()).willAnswer((call) -> connections.get());
		return new ConnectionPool(this.connector, most, this.nanos::get);
	}

	private ConnectionLease lent(ConnectionPool pool) throws Exception {
		ConnectionLease lease = pool.lease(HOST, request());
		lease.connect();
		lease.keep(TimeValue.ofSeconds(30));
		return lease;
	}

	private CompletableFuture<ConnectionLease> waiter() {
		return waiter(this.pool);
	}

	private static CompletableFuture<ConnectionLease> waiter(ConnectionPool pool) {
		int before = pool.stats().getPending();
		CompletableFuture<ConnectionLease> lease = CompletableFuture.supplyAsync(() -> {
			try {
				return pool.lease(HOST, request());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, THREADS);
		Awaitility.await().until(() -> pool.stats().getPending() > before);
		return lease;
	}

	private static ProxiedRoute route(String host) {
		return new ProxiedRoute(new GatewayAddress("http", host, 80), Proxy.NO_PROXY);
	}

	private static WireRequest request() {
		return WireRequest.get(GatewayTarget.of(URI.create("http://gateway.invalid/")));
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	private void lendOnce(@Nullable TimeValue idleTime) throws Exception {
		lendOnce(HOST, idleTime);
	}

	private void lendOnce(ProxiedRoute host, @Nullable TimeValue idleTime) throws Exception {
		ConnectionLease lease = this.pool.lease(host, this.request);
		lease.connect();
		lease.keep(idleTime);
		lease.release();
	}

	private PoolStats stats() {
		return this.pool.stats();
	}

}
