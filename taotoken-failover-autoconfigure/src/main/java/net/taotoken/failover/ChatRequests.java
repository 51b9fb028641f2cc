package net.taotoken.failover;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.gateway.GatewayClients;
import net.taotoken.failover.time.TimeSource;

/**
 * Makes requests that can be sent to any model. Safe for use by many threads.
 */
final class ChatRequests {

	private final ChatParts parts;

	private final boolean detectHangsByStreaming;

	ChatRequests(GatewayClients clients, ChatSettings settings, TimeSource time) {
		this.detectHangsByStreaming = settings.detectHangsByStreaming();
		StreamingHabits habits = new StreamingHabits(time);
		SilentStreams silentStreams = new SilentStreams(habits, time);
		this.parts = new ChatParts(new AttemptSender(clients, settings.streamTotal()), habits, silentStreams,
				new GatewayProbe(clients, this.detectHangsByStreaming, habits, silentStreams));
	}

	/**
	 * A request whose caller waits for the whole answer.
	 */
	WholeRequest whole(ChatCompletionRequest request) {
		return new WholeRequest(this.parts, request, this.detectHangsByStreaming);
	}

	/**
	 * A request for a stream whose reader gets nothing before the answer is whole.
	 */
	WholeRequest wholeByStream(ChatCompletionRequest request) {
		return new WholeRequest(this.parts, request, true);
	}

	/**
	 * A request for a stream that is read as it comes.
	 */
	StreamRequest live(ChatCompletionRequest request) {
		return new StreamRequest(this.parts, request);
	}

}
