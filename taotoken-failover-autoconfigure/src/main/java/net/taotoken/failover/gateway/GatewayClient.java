package net.taotoken.failover.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.http.GatewayHttpClient;
import net.taotoken.failover.gateway.http.WireRequest;
import net.taotoken.failover.time.TimeSource;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * Asks the gateway: one request, sent once, and one answer or one exception. It may be
 * used by many threads at once; each call blocks its thread until the answer is whole.
 *
 * @since 0.1.0
 */
public final class GatewayClient implements AutoCloseable {

	private static final Header ACCEPT = new BasicHeader(HttpHeaders.ACCEPT, "application/json");

	private final GatewayTransport transport;

	private final CompletionReader reader;

	private final StreamOpener streams;

	/**
	 * Create a client.
	 * @param settings how the gateway is spoken to
	 * @param connection where the gateway is
	 * @param faultRules classify error responses
	 * @param http the HTTP client, of {@link GatewayHttpClients}; closed with this client
	 * @param customizers change each request, in their order
	 * @param time where time comes from: for limits, and for waits that servers give as
	 * dates
	 */
	public GatewayClient(GatewaySettings settings, GatewayConnection connection, FaultRules faultRules,
			GatewayHttpClient http, List<GatewayRequestCustomizer> customizers, TimeSource time) {
		this.transport = new GatewayTransport(settings, connection, faultRules, http, customizers, time);
		this.reader = new CompletionReader(this.transport);
		this.streams = new StreamOpener(this.transport, this.reader, time::nanoTime);
	}

	/**
	 * Write a request once, to be sent to as many models as it takes.
	 * @param request what to ask; its own model and its wish for a stream do not count
	 * @return the prepared request
	 * @throws IllegalArgumentException if the request cannot be written as JSON
	 */
	public GatewayRequest prepare(ChatCompletionRequest request) {
		return GatewayRequest.of(request);
	}

	/**
	 * Ask a model for a whole answer. A thread that is interrupted gives up within a
	 * fraction of a second and keeps its flag.
	 * @param request what to ask
	 * @param model the model to ask
	 * @param parameters request fields that are set for this model and win over those of
	 * the request; {@code null} as value takes a field away. {@code model} and
	 * {@code stream} have no effect
	 * @param limit how long it may take until the last byte is there
	 * @return the answer, with {@code model} as its requested model and no attempts
	 * @throws GatewayException if there was no usable answer
	 * @throws IllegalArgumentException if the parameters cannot be written as JSON
	 */
	public ChatCompletion complete(GatewayRequest request, String model,
			Map<String, ? extends @Nullable Object> parameters, Duration limit) {
		return complete(request, model, parameters, limit, WireRequest.MAY_BE_SENT_AGAIN);
	}

	/**
	 * Ask a model for a whole answer, as
	 * {@link #complete(GatewayRequest, String, Map, Duration)}, and know when the request
	 * is sent again.
	 * @param request what to ask
	 * @param model the model to ask
	 * @param parameters request fields that are set for this model
	 * @param limit how long it may take until the last byte is there
	 * @param sendAgain called on the thread of the call before the request is sent again,
	 * over a new connection in place of a kept one that ended before the first byte of an
	 * answer; returns whether it may be. At most once in a call
	 * @return the answer, with {@code model} as its requested model and no attempts
	 * @throws GatewayException if there was no usable answer
	 * @throws IllegalArgumentException if the parameters cannot be written as JSON
	 */
	public ChatCompletion complete(GatewayRequest request, String model,
			Map<String, ? extends @Nullable Object> parameters, Duration limit, BooleanSupplier sendAgain) {
		return complete(request, model, parameters, limit, sendAgain, GatewayTransport.NOBODY);
	}

	/**
	 * Ask a model for a whole answer, as
	 * {@link #complete(GatewayRequest, String, Map, Duration, BooleanSupplier)}, and hear
	 * what a good answer announces of limits.
	 * @param request what to ask
	 * @param model the model to ask
	 * @param parameters request fields that are set for this model
	 * @param limit how long it may take until the last byte is there
	 * @param sendAgain called before the request is sent again
	 * @param announced takes how much is left of a limit, on the thread of the call; not
	 * called where nothing is announced
	 * @return the answer, with {@code model} as its requested model and no attempts
	 * @throws GatewayException if there was no usable answer
	 * @throws IllegalArgumentException if the parameters cannot be written as JSON
	 */
	public ChatCompletion complete(GatewayRequest request, String model,
			Map<String, ? extends @Nullable Object> parameters, Duration limit, BooleanSupplier sendAgain,
			Consumer<? super Allowance> announced) {
		byte[] json = GatewayRequest.Writer.INSTANCE.write(request, model, parameters);
		try (GatewayExchange exchange = this.transport.open(json, model, ACCEPT, limit, sendAgain, announced)) {
			return this.reader.read(exchange, model);
		}
	}

	/**
	 * Ask a model for an answer in pieces. Comes back when the first content is in hand:
	 * text, thinking, a tool call, a refusal, a sound, or the end of an answer that may
	 * be empty, such as one whose {@code finish_reason} is {@code length}. A thread that
	 * is interrupted gives up within a fraction of a second and keeps its flag. A server
	 * that answers with a whole completion instead is understood.
	 * @param request what to ask. Without stream options of its own it asks for the usage
	 * @param model the model to ask
	 * @param parameters request fields that are set for this model and win over those of
	 * the request; {@code null} as value takes a field away. {@code model} and
	 * {@code stream} have no effect
	 * @param limits how long the server may be silent
	 * @return the stream, which the caller has to close
	 * @throws GatewayException if there was no content
	 * @throws IllegalArgumentException if the parameters cannot be written as JSON
	 */
	public GatewayStream stream(GatewayRequest request, String model,
			Map<String, ? extends @Nullable Object> parameters, StreamLimits limits) {
		return stream(request, model, parameters, limits, WireRequest.MAY_BE_SENT_AGAIN);
	}

	/**
	 * Ask a model for an answer in pieces, as
	 * {@link #stream(GatewayRequest, String, Map, StreamLimits)}, and know when the
	 * request is sent again.
	 * @param request what to ask
	 * @param model the model to ask
	 * @param parameters request fields that are set for this model
	 * @param limits how long the server may be silent
	 * @param sendAgain called on the thread of the call before the request is sent again,
	 * over a new connection in place of a kept one that ended before the first byte of an
	 * answer; returns whether it may be. At most once in a call
	 * @return the stream, which the caller has to close
	 * @throws GatewayException if there was no content
	 * @throws IllegalArgumentException if the parameters cannot be written as JSON
	 */
	public GatewayStream stream(GatewayRequest request, String model,
			Map<String, ? extends @Nullable Object> parameters, StreamLimits limits, BooleanSupplier sendAgain) {
		return stream(request, model, parameters, limits, sendAgain, GatewayTransport.NOBODY);
	}

	/**
	 * Ask a model for an answer in pieces, as
	 * {@link #stream(GatewayRequest, String, Map, StreamLimits, BooleanSupplier)}, and
	 * hear what a good answer announces of limits.
	 * @param request what to ask
	 * @param model the model to ask
	 * @param parameters request fields that are set for this model
	 * @param limits how long the server may be silent
	 * @param sendAgain called before the request is sent again
	 * @param announced takes how much is left of a limit, on the thread of the call; not
	 * called where nothing is announced
	 * @return the stream, which the caller has to close
	 * @throws GatewayException if there was no content
	 * @throws IllegalArgumentException if the parameters cannot be written as JSON
	 */
	public GatewayStream stream(GatewayRequest request, String model,
			Map<String, ? extends @Nullable Object> parameters, StreamLimits limits, BooleanSupplier sendAgain,
			Consumer<? super Allowance> announced) {
		byte[] json = GatewayRequest.Writer.INSTANCE.writeStreamed(request, model, parameters);
		return this.streams.open(json, model, expectedChoices(request, parameters), limits, sendAgain, announced);
	}

	private static int expectedChoices(GatewayRequest request, Map<String, ? extends @Nullable Object> parameters) {
		return (parameters.get("n") instanceof Number number) ? number.intValue() : request.choices();
	}

	/**
	 * Close all connections. What is under way ends with a {@code cancelled} fault.
	 */
	@Override
	public void close() {
		this.transport.close();
	}

}
