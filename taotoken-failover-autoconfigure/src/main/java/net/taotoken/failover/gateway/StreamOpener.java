package net.taotoken.failover.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.sse.SseReader;
import net.taotoken.failover.gateway.watch.WatchedInputStream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a stream and waits for its first content.
 */
final class StreamOpener {

	private static final Header ACCEPT = new BasicHeader(HttpHeaders.ACCEPT, "text/event-stream");

	private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

	private final GatewayTransport transport;

	private final CompletionReader reader;

	private final LongSupplier nanoTicker;

	StreamOpener(GatewayTransport transport, CompletionReader reader, LongSupplier nanoTicker) {
		this.transport = transport;
		this.reader = reader;
		this.nanoTicker = nanoTicker;
	}

	/**
	 * Open a stream.
	 * @param json the request
	 * @param model the model that it asks
	 * @param expectedChoices how many answers it asks for
	 * @param limits how long the server may be silent
	 * @param sendAgain called before the request is sent again, and tells whether it may
	 * be
	 * @param announced takes how much is left of a limit
	 * @return the stream, with its first content read
	 */
	GatewayStream open(byte[] json, String model, int expectedChoices, StreamLimits limits, BooleanSupplier sendAgain,
			Consumer<? super Allowance> announced) {
		long start = this.nanoTicker.getAsLong();
		long totalDeadline = this.transport.deadline((limits.total() != null) ? limits.total() : FOR_EVER);
		GatewayExchange exchange = this.transport.open(json, model, ACCEPT, limits.untilAnswered(), sendAgain,
				announced);
		try {
			WatchedInputStream body = new WatchedInputStream(exchange.content(), exchange.watch(), this.nanoTicker,
					totalDeadline);
			body.allowOnce(limits.firstToken(), this.nanoTicker.getAsLong() - start);
			return begin(exchange, model, body, expectedChoices, limits.stall());
		}
		catch (IOException ex) {
			try (exchange) {
				throw failure(exchange, ex);
			}
		}
		catch (RuntimeException | Error ex) {
			exchange.close();
			throw ex;
		}
	}

	private GatewayStream begin(GatewayExchange exchange, String model, WatchedInputStream body, int expectedChoices,
			Duration stall) throws IOException {
		SseReader events = new SseReader(body, (int) exchange.maxResponseSize());
		if (isWhole(exchange, events)) {
			return whole(exchange, model, events);
		}
		EventParser parser = new EventParser(this.transport, exchange);
		ChunkReader chunks = new ChunkReader(exchange, events, parser, expectedChoices);
		LiveChunks live = new LiveChunks(exchange, body, chunks, stall);
		return new GatewayStream(exchange, model, first(exchange, body, live), live);
	}

	/**
	 * Tells whether there is something else than events: JSON or a page. The content type
	 * does not matter.
	 */
	private static boolean isWhole(GatewayExchange exchange, SseReader events) throws IOException {
		return exchange.isEncoded() || "{[<\"".indexOf(events.peek()) >= 0;
	}

	private GatewayStream whole(GatewayExchange exchange, String model, SseReader events) throws IOException {
		try (exchange) {
			ChatCompletion answer = this.reader.read(exchange, model, exchange.capped(events.unread()));
			return new GatewayStream(exchange, model, answer.toChunks(), null);
		}
	}

	private static List<ChatCompletionChunk> first(GatewayExchange exchange, WatchedInputStream body, LiveChunks live) {
		List<ChatCompletionChunk> first = new ArrayList<>();
		while (!live.hasBegun()) {
			ChatCompletionChunk chunk = live.next();
			if (chunk == null) {
				break;
			}
			if (body.bytes() > exchange.maxResponseSize()) {
				throw exchange.failure(
						TransportFaults.invalidResponse(exchange.status(), "the stream is large and without content"),
						null, null);
			}
			first.add(chunk);
		}
		return first;
	}

	private static GatewayException failure(GatewayExchange exchange, IOException ex) {
		Fault fault = exchange.fault(ex);
		return exchange.failure((fault.kind() == FaultKind.TIMEOUT) ? fault.withHint("no content in time") : fault,
				null, ex);
	}

}
