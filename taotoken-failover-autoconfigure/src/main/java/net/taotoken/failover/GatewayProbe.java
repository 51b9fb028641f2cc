package net.taotoken.failover;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import net.taotoken.failover.StreamingHabits.Habit;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.ModelProbe;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.gateway.GatewayClients;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayRequest;
import net.taotoken.failover.gateway.StreamLimits;
import net.taotoken.failover.route.Model;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a model is back by asking it for one token, in the way in which calls
 * would ask. A stream is broken off when its first token is there. Safe for use by many
 * threads.
 */
final class GatewayProbe implements ModelProbe {

	private static final String MAX_TOKENS = "max_tokens";

	private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

	/** As long as others wait for a probe. */
	private static final Duration LONGEST = Duration.ofMinutes(2);

	private final GatewayClients clients;

	private final boolean prefersStream;

	private final StreamingHabits habits;

	private final SilentStreams silentStreams;

	GatewayProbe(GatewayClients clients, boolean prefersStream, StreamingHabits habits, SilentStreams silentStreams) {
		this.clients = clients;
		this.prefersStream = prefersStream;
		this.habits = habits;
		this.silentStreams = silentStreams;
	}

	@Override
	public void ask(Model model) {
		GatewayRequest request = GatewayRequest.of(ChatCompletionRequest.of("ping").toBuilder().maxTokens(1).build());
		Habit habit = this.habits.of(model.id());
		if (habit != Habit.STREAMS_ONLY && !(this.prefersStream && habit.isStreamed())) {
			inOnePiece(request, model);
		}
		else if (habit != Habit.STREAMS_ONLY && isSlowerInOnePiece(model)
				&& this.silentStreams.tryInOnePiece(model.id())) {
			// calls are to know, as if one of them had found out
			this.silentStreams.inOnePiece(model, () -> inOnePiece(request, model));
		}
		else {
			byStream(request, model);
		}
	}

	private static boolean isSlowerInOnePiece(Model model) {
		return model.timeouts().response().compareTo(model.timeouts().firstToken()) > 0;
	}

	private void byStream(GatewayRequest request, Model model) {
		Duration firstToken = shorter(model.timeouts().firstToken());
		StreamLimits limits = new StreamLimits(firstToken, model.timeouts().stall(), null);
		try {
			client(model).stream(request, model.name(), parameters(model), limits).close();
			this.silentStreams.begun(model.id());
		}
		catch (GatewayException ex) {
			if (ex.fault().kind() == FaultKind.TIMEOUT) {
				this.silentStreams.silent(model.id(), firstToken);
			}
			throw ex;
		}
	}

	private ChatCompletion inOnePiece(GatewayRequest request, Model model) {
		return client(model).complete(request, model.name(), parameters(model), shorter(model.timeouts().response()));
	}

	private GatewayClient client(Model model) {
		return this.clients.get(model.entryName());
	}

	private static Duration shorter(Duration limit) {
		return (limit.compareTo(LONGEST) < 0) ? limit : LONGEST;
	}

	/**
	 * The fixed parameters of the model, with the length of the answer cut to one token.
	 */
	private static Map<String, ? extends @Nullable Object> parameters(Model model) {
		Map<String, ? extends @Nullable Object> own = model.parameters();
		if (own.isEmpty()) {
			return own;
		}
		Map<String, @Nullable Object> parameters = new HashMap<>(own);
		parameters.replace("n", 1);
		parameters.replace(MAX_TOKENS, 1);
		if (parameters.replace(MAX_COMPLETION_TOKENS, 1) != null) {
			// models that know the one refuse the other
			parameters.put(MAX_TOKENS, null);
		}
		return parameters;
	}

}
