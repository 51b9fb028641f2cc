package net.taotoken.failover.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.RedisConnectionFailureException;

/**
 * What Redis and the scripts do, in memory, with a clock of its own. Messages wait until
 * they are delivered.
 */
final class FakeRedis {

	/** How far the clock of the server is ahead of that of the instances. */
	static final long AHEAD = 1_000_000_000;

	final List<String> commands = new ArrayList<>();

	boolean away;

	/** How far the clock of the server was set forward. */
	private long set;

	private final TimeSource time;

	private final Map<String, Entry> entries = new HashMap<>();

	private final Map<String, Map<String, Long>> votes = new HashMap<>();

	private int quorum = 2;

	private final List<Client> clients = new ArrayList<>();

	FakeRedis(TimeSource time) {
		this.time = time;
	}

	Client client(String instance) {
		Client client = new Client(instance);
		this.clients.add(client);
		return client;
	}

	/** The ends of the votes on a ballot that count, by instance. */
	Map<String, Long> votes(String ballot) {
		Map<String, Long> votes = this.votes.computeIfAbsent(ballot, (key) -> new TreeMap<>());
		votes.values().removeIf((end) -> end <= now());
		return votes;
	}

	void quorum(int quorum) {
		this.quorum = quorum;
	}

	/** As if the server was started again with nothing in it. */
	void forget() {
		this.entries.clear();
		this.votes.clear();
	}

	void publish(String message) {
		this.clients.forEach((client) -> client.messages.add(message));
	}

	/** Set the clock of the server, by which keys end. */
	void setClock(Duration forward) {
		this.set += forward.toMillis();
	}

	private long now() {
		return AHEAD + this.set + Duration.ofNanos(this.time.nanoTime()).toMillis();
	}

	private @Nullable Entry get(String key) {
		this.entries.values().removeIf((entry) -> entry.until() <= now());
		return this.entries.get(key);
	}

	record Entry(String value, long until) {
	}

	/** One connection. */
	final class Client implements FleetRedis {

		private final String instance;

		private final Queue<String> messages = new ArrayDeque<>();

		private @Nullable Consumer<String> reader;

		Client(String instance) {
			this.instance = instance;
		}

		/** Let the messages that wait arrive. */
		void deliver() {
			while (!this.messages.isEmpty() && this.reader != null) {
				this.reader.accept(this.messages.remove());
			}
		}

		void lose() {
			this.messages.clear();
		}

		private void asked(String command) {
			if (FakeRedis.this.away) {
				throw new RedisConnectionFailureException("for a test");
			}
			FakeRedis.this.commands.add(command);
		}

		@Override
		public void subscribe(Runnable subscribed, Consumer<String> message) {
			asked("subscribe");
			this.reader = message;
		}

		@Override
		public long time() {
			asked("time");
			return now();
		}

		@Override
		public Vote out(String model, long now, long until, String outage) {
			asked("out " + model);
			probeEndsHere(model);
			return isMoved(now) ? Vote.CLOCK_MOVED : tell(model, until, outage);
		}

		private boolean isMoved(long now) {
			return Math.abs(now - now()) > 5_000;
		}

		private void probeEndsHere(String model) {
			Entry probe = get("probe:" + model);
			if (probe != null && probe.value().equals(this.instance)) {
				FakeRedis.this.entries.remove("probe:" + model);
			}
		}

		private Vote tell(String model, long until, String outage) {
			Entry known = get("out:" + model);
			boolean tooLong = known != null && known.until() > until + 60_000
					&& known.value().replace(',', ' ').contains(" " + this.instance + " ");
			if (until > now() && (known == null || known.until() + 100 < until || tooLong)) {
				String written = "1 " + until + " " + outage;
				FakeRedis.this.entries.put("out:" + model, new Entry(written, until));
				publish("out " + now() + " " + written);
				return Vote.TOLD;
			}
			return Vote.KNOWN;
		}

		@Override
		public Vote vote(String model, String ballot, long now, long until, String outage) {
			asked("vote " + ballot);
			probeEndsHere(model);
			if (isMoved(now)) {
				return Vote.CLOCK_MOVED;
			}
			Map<String, Long> votes = votes(ballot);
			votes.remove(this.instance);
			String others = votes.keySet()
				.stream()
				.limit(FakeRedis.this.quorum - 1)
				.map((name) -> "," + name)
				.collect(Collectors.joining());
			votes.put(this.instance, until + LettuceFleetRedis.VOTE_OUTLASTS.toMillis());
			if (until <= now() || votes.size() < FakeRedis.this.quorum) {
				return Vote.ALONE;
			}
			return tell(model, until, outage + " " + this.instance + others + " " + model);
		}

		@Override
		public void back(String model, String ballot) {
			asked("back " + model);
			FakeRedis.this.votes.remove(model);
			FakeRedis.this.votes.remove(ballot);
			FakeRedis.this.entries.remove("out:" + model);
			FakeRedis.this.entries.remove("probe:" + model);
			publish("back " + now() + " " + this.instance + " " + model);
		}

		@Override
		public Duration probe(String model, Duration lease) {
			asked("probe " + model);
			Entry known = get("probe:" + model);
			if (known != null && !known.value().equals(this.instance)) {
				return Duration.ofMillis(known.until() - now());
			}
			FakeRedis.this.entries.put("probe:" + model, new Entry(this.instance, now() + lease.toMillis()));
			return Duration.ZERO;
		}

		@Override
		public void probeEnded(String model) {
			asked("probeEnded " + model);
			Entry known = get("probe:" + model);
			if (known != null && known.value().equals(this.instance)) {
				FakeRedis.this.entries.remove("probe:" + model);
			}
		}

		@Override
		public List<@Nullable String> outages(List<String> models) {
			asked("outages");
			List<@Nullable String> outages = new ArrayList<>();
			for (String model : models) {
				Entry entry = get("out:" + model);
				outages.add((entry != null) ? entry.value() : null);
			}
			return outages;
		}

		@Override
		public void close() {
			this.reader = null;
		}

	}

}
