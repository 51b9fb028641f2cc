package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.Permits;
import net.taotoken.failover.time.TimeSource;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static java.util.Objects.requireNonNull;

/**
 * An instance in this JVM, which finds out what a test says.
 */
final class FleetInstance implements AutoCloseable {

	/** A cluster is not looked at again, as with Spring Boot 4.0 by default. */
	private static final ClusterTopologyRefreshOptions NEVER_BY_ITSELF = ClusterTopologyRefreshOptions.builder()
		.refreshTriggersReconnectAttempts(Integer.MAX_VALUE)
		.build();

	private static final Set<String> MODELS = Set.of("m", "n", OngoingCalls.FIRST, OngoingCalls.SECOND);

	private final ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), TimeSource.system(),
			List.of());

	private final LettuceConnectionFactory factory;

	private final RedisSharedHealth shared;

	FleetInstance(String name, RedisConfiguration servers, ClientResources threads) {
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.clientResources(threads)
			.clientOptions(ClusterClientOptions.builder().topologyRefreshOptions(NEVER_BY_ITSELF).build())
			.build();
		this.factory = new LettuceConnectionFactory(servers, client);
		this.factory.afterPropertiesSet();
		this.tracker.keep(MODELS);
		this.shared = new RedisSharedHealth(new FleetSettings("shop", name, Set.of(FaultKind.OVERLOADED), 2),
				this.factory, this.tracker, () -> MODELS, TimeSource.system());
		this.tracker.share(this.shared);
		this.shared.start();
	}

	ModelHealthTracker tracker() {
		return this.tracker;
	}

	LettuceConnectionFactory factory() {
		return this.factory;
	}

	FleetSnapshot snapshot() {
		return this.shared.snapshot();
	}

	boolean isConnected() {
		return snapshot().connectedSince() != null;
	}

	void fails(String model) {
		Permits.anyway(this.tracker.of(model)).failed(Fault.of(FaultKind.OVERLOADED), Duration.ofMinutes(1));
	}

	void recovers(String model) {
		Permits.anyway(this.tracker.of(model)).succeeded(1);
	}

	boolean isHealthy(String model) {
		return this.tracker.snapshot(model).isHealthy();
	}

	Duration requestProbe(String model) throws InterruptedException {
		BlockingQueue<Duration> answers = new LinkedBlockingQueue<>();
		this.shared.requestProbe(model, answers::add);
		return requireNonNull(answers.poll(20, TimeUnit.SECONDS));
	}

	void leave() {
		this.shared.stop();
	}

	void join() {
		this.shared.start();
	}

	@Override
	public void close() {
		this.shared.stop();
		this.factory.destroy();
	}

}
