package net.taotoken.failover.time;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Time for one call after the other over real sockets, without a wait. It stands still
 * while anything goes on: a request that is on its way, a server that writes, bytes that
 * the client has not read, a connection that is open without an exchange. Only when a
 * server is silent and its client waits for it, time moves on: to the next word of the
 * server or to the limit of the client, whichever comes first. A wait between two
 * requests is over at once.
 */
public final class SocketTime implements TimeSource {

	/**
	 * How often nothing may have changed before the time moves. A thread that has read
	 * its bytes has its turn on a busy machine, too, while another one has so many.
	 */
	private static final int LOOKS = 25;

	private static final Duration LOOK = Duration.ofMillis(1);

	private static final Duration ASLEEP = Duration.ofMillis(100);

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final long NEVER = Long.MAX_VALUE;

	private final List<Socket> clients = new CopyOnWriteArrayList<>();

	/** Until when servers are silent, by the port of the client. */
	private final Map<Integer, Long> silences = new HashMap<>();

	/** Until when a second model is not worth asking. */
	private final List<Long> awaited = new CopyOnWriteArrayList<>();

	private volatile long now;

	private int waiting;

	private long due;

	private int looks;

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public Instant instant() {
		return START.plusNanos(this.now);
	}

	/** Let time pass that nobody waits for. */
	public synchronized void advance(Duration duration) {
		this.now += duration.toNanos();
	}

	/** A socket of the client, before it is connected. */
	public void client(Socket socket) {
		this.clients.add(socket);
	}

	/**
	 * A server is silent for a while.
	 * @throws InterruptedException if its client has gone before, so that nothing more is
	 * to be said
	 */
	public void pause(int port, Duration pause) throws InterruptedException {
		long until = this.now + pause.toNanos();
		beSilent(port, until);
		while (this.now < until) {
			TimeUnit.MILLISECONDS.sleep(1);
			if (isGone(port)) {
				throw new InterruptedException();
			}
		}
		speak(port);
	}

	/** A server is silent from now on. */
	public void stall(int port) {
		beSilent(port, NEVER);
	}

	private synchronized void beSilent(int port, long until) {
		this.silences.put(port, until);
		changed();
	}

	/** A server has something to say again. */
	public synchronized void speak(int port) {
		this.silences.remove(port);
		changed();
	}

	private boolean isGone(int port) {
		return this.clients.stream().noneMatch((socket) -> !socket.isClosed() && socket.getLocalPort() == port);
	}

	@Override
	public boolean await(CountDownLatch signal, Duration timeout) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (signal.getCount() != 0) {
			moveTo(this.now + timeout.toNanos());
		}
		return signal.getCount() == 0;
	}

	@Override
	public boolean awaitWork(CountDownLatch signal, Duration timeout) throws InterruptedException {
		long until = this.now + timeout.toNanos();
		this.awaited.add(until);
		while (this.now < until && !signal.await(1, TimeUnit.MILLISECONDS)) {
			// the time moves when the other thread waits for its server
		}
		this.awaited.remove(until);
		return signal.getCount() == 0;
	}

	@Override
	public void pause(int waiting, long due, Duration longest) {
		if (!move(waiting, due)) {
			LockSupport.parkNanos(this, ((longest.compareTo(ASLEEP) < 0) ? LOOK : longest).toNanos());
		}
	}

	private synchronized boolean move(int waiting, long due) {
		this.clients.removeIf(Socket::isClosed);
		if (waiting != this.waiting || due != this.due || this.clients.stream().anyMatch(SocketTime::hasUnread)) {
			this.waiting = waiting;
			this.due = due;
			changed();
		}
		List<Long> words = this.clients.stream().map(this::nextWord).toList();
		if (waiting == 0 || words.size() < waiting || words.contains(0L) || this.looks++ < LOOKS) {
			return false;
		}
		moveTo(Stream.concat(words.stream(), this.awaited.stream()).reduce(due, Math::min));
		return true;
	}

	/** When the server of a client speaks again, or nothing if it is not silent. */
	private long nextWord(Socket client) {
		long until = this.silences.getOrDefault(client.getLocalPort(), 0L);
		return (until > this.now) ? until : 0;
	}

	private static boolean hasUnread(Socket socket) {
		try {
			return socket.isConnected() && socket.getInputStream().available() > 0;
		}
		catch (IOException ex) {
			// closed meanwhile
			return false;
		}
	}

	private synchronized void moveTo(long moment) {
		this.now = Math.max(this.now, moment);
		changed();
	}

	private void changed() {
		this.looks = 0;
	}

}
