package net.taotoken.failover.gateway;

import java.net.URI;
import java.time.Duration;

import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link ConnectionPool} and {@link ConnectionLease}.
 */
@Timeout(30)
class ConnectionPoolTests {

	private static final HttpHost HOST = new HttpHost("http", "gateway.invalid", 80);

	private final ManagedHttpClientConnection connection = mock();

	private final HttpClientConnectionOperator operator = mock();

	private final ConnectionPool pool = new ConnectionPool(GatewaySettings.defaults().withMaxConnections(1),
			(socket) -> this.connection, this.operator, SocketConfig.DEFAULT, Duration.ofHours(1));

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

	private void lendOnce(TimeValue idleTime) throws Exception {
		ConnectionLease lease = this.pool.lease(HOST, this.request);
		lease.connect();
		lease.keep(idleTime);
		lease.giveBack();
	}

	private PoolStats stats() {
		return ((ConnPoolControl<?>) ReflectionTestUtils.getField(this.pool, "entries")).getTotalStats();
	}

}
