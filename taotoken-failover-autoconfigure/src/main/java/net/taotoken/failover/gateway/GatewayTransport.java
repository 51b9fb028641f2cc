package net.taotoken.failover.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import net.taotoken.failover.fault.Allowance;
import net.taotoken.failover.fault.ErrorResponse;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.http.GatewayHttpClient;
import net.taotoken.failover.gateway.http.GatewayTarget;
import net.taotoken.failover.gateway.http.JsonEntity;
import net.taotoken.failover.gateway.http.WireRequest;
import net.taotoken.failover.gateway.sse.ResponseBuffer;
import net.taotoken.failover.gateway.sse.ServerMessage;
import net.taotoken.failover.gateway.watch.ExchangeWatch;
import net.taotoken.failover.gateway.watch.ExchangeWatch.Ending;
import net.taotoken.failover.gateway.watch.ExchangeWatchdog;
import net.taotoken.failover.time.TimeSource;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and waits for a good status. Everything else becomes an exception with
 * its fault.
 */
final class GatewayTransport implements AutoCloseable {

	/** Hears nothing. */
	static final Consumer<Allowance> NOBODY = (allowance) -> {
	};

	private static final int LARGEST_ERROR_BODY = 64 * 1024;

	/** The status says most; the rest of an error is not worth the whole limit. */
	private static final Duration LONGEST_ERROR_BODY_TIME = Duration.ofSeconds(5);

	private final GatewaySettings settings;

	private final GatewayHttpClient http;

	private final FaultRules faultRules;

	private final RequestCustomizers customizers;

	private final TimeSource time;

	private final ExchangeWatchdog watchdog;

	private final ResolvedConnection resolved;

	GatewayTransport(GatewaySettings settings, GatewayConnection connection, FaultRules faultRules,
			GatewayHttpClient http, List<GatewayRequestCustomizer> customizers, TimeSource time) {
		this.settings = settings;
		this.http = http;
		this.faultRules = faultRules;
		this.customizers = new RequestCustomizers(customizers);
		this.time = time;
		this.watchdog = new ExchangeWatchdog(time, http::sweep);
		this.resolved = new ResolvedConnection(connection, settings.chatCompletionsPath());
	}

	/**
	 * Send a request for a chat completion.
	 * @param json the request
	 * @param model the model that it asks
	 * @param accept the header that tells what is wanted
	 * @param limit how long the exchange may take, up to its last byte
	 * @param sendAgain called before the request is sent again, and tells whether it may
	 * be
	 * @param announced takes how much is left of a limit, if the response tells
	 * @return a response with a good status, which the caller has to close
	 */
	@SuppressWarnings("ReferenceEquality") // one object stands for those who hear nothing
	GatewayExchange open(byte[] json, String model, Header accept, Duration limit, BooleanSupplier sendAgain,
			Consumer<? super Allowance> announced) {
		checkThatItMayStart(model, limit);
		GatewayConnection connection = this.resolved.connection();
		GatewayTarget target = this.resolved.target(connection);
		ResolvedConnection.Authorization authorization = this.resolved.authorization(connection);
		WireRequest post = WireRequest.post(target, sendAgain);
		post.addHeader(authorization.header());
		post.addHeader(accept);
		post.setEntity(new JsonEntity(json));
		this.customizers.apply(post, model, model);
		SecretFilter secrets = new SecretFilter(authorization.key(), json);
		GatewayExchange exchange = open(post, model, secrets, limit);
		Allowance allowance = (announced != NOBODY) ? this.faultRules.findAllowance(exchange, this.time::instant)
				: null;
		if (allowance != null) {
			announced.accept(allowance);
		}
		return exchange;
	}

	/**
	 * Send any request.
	 * @param request the request, with all its headers
	 * @param subject what it is about, for messages
	 * @param secrets knows what must not be shown
	 * @param limit how long the exchange may take, up to its last byte
	 * @return a response with a good status, which the caller has to close
	 */
	GatewayExchange open(WireRequest request, String subject, SecretFilter secrets, Duration limit) {
		GatewayExchange exchange = send(request, subject, secrets, limit);
		if (exchange.status() / 100 != 2) {
			try (exchange) {
				throw refused(exchange);
			}
		}
		return exchange;
	}

	/**
	 * The nano tick at which a limit that starts now will have passed.
	 */
	long deadline(Duration limit) {
		return this.watchdog.deadline(limit);
	}

	static void checkThatItMayStart(String subject, Duration limit) {
		Fault interrupted = TransportFaults.cancelled(Ending.DONE, false);
		if (interrupted != null) {
			throw new GatewayException(interrupted, subject, null, null, null);
		}
		if (limit.isZero() || limit.isNegative()) {
			Fault fault = Fault.of(FaultKind.CANCELLED).withHint("no time was left");
			throw new GatewayException(fault, subject, null, null, null);
		}
	}

	private GatewayExchange send(WireRequest request, String subject, SecretFilter secrets, Duration limit) {
		ExchangeWatch watch = this.watchdog.watch(request, limit);
		try {
			ClassicHttpResponse response = this.http.open(request);
			watch.answerBegins();
			return new GatewayExchange(subject, secrets, request, watch, response, this.settings.maxResponseSize());
		}
		catch (IOException ex) {
			Fault cancelled = TransportFaults.cancelled(watch.end(), request.isWaitingForConnection());
			Fault fault = (cancelled != null) ? cancelled : TransportFaults.beforeAnswer(ex);
			throw new GatewayException(fault, subject, null, null, TransportFaults.showable(ex));
		}
		catch (RuntimeException ex) {
			// a pool, and Apache's connections, say without a checked exception that they
			// were closed
			Fault cancelled = TransportFaults.cancelled(watch.end(), request.isWaitingForConnection());
			if (cancelled == null) {
				throw ex;
			}
			throw new GatewayException(cancelled, subject, null, null, null);
		}
		catch (Error error) {
			watch.end();
			request.cancel();
			throw error;
		}
	}

	private GatewayException refused(GatewayExchange exchange) {
		ResponseBuffer body = new ResponseBuffer(Math.min(exchange.contentLength(), LARGEST_ERROR_BODY));
		exchange.hasten(this.watchdog.deadline(LONGEST_ERROR_BODY_TIME));
		try {
			body.readFrom(exchange.body(), LARGEST_ERROR_BODY);
		}
		catch (IOException ex) {
			Fault cancelled = exchange.cancellation();
			if (cancelled != null && cancelled.kind() == FaultKind.CANCELLED) {
				return exchange.failure(cancelled, null, ex);
			}
		}
		return noAnswer(exchange, body.text());
	}

	/**
	 * The exception for a response that is no answer.
	 * @param exchange the exchange
	 * @param body what was read of the body
	 * @return the exception
	 */
	GatewayException noAnswer(GatewayExchange exchange, String body) {
		ErrorResponse response = new ErrorResponse(exchange.status(), exchange, body);
		Fault fault = this.faultRules.classify(response, this.time.instant());
		return exchange.failure(fault, new ServerMessage(body), null);
	}

	/**
	 * The exception for an error that hides in what looks like an answer.
	 * @param exchange the exchange
	 * @param body the body
	 * @return the exception, or {@code null} if there is no error in it
	 */
	@Nullable GatewayException hiddenError(GatewayExchange exchange, String body) {
		ErrorResponse response = new ErrorResponse(exchange.status(), exchange, body);
		Fault fault = this.faultRules.findFault(response, this.time.instant());
		return (fault != null) ? exchange.failure(fault, new ServerMessage(body), null) : null;
	}

	@Override
	public void close() {
		this.watchdog.close();
		this.http.close();
	}

}
