package net.taotoken.samples.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;
import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.StreamOptions;
import net.taotoken.failover.chat.WireJson;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpHeaders;

/**
 * Writes the chunks of an answer as server-sent events, each as soon as it is there.
 * {@code [DONE]} is sent for an answer that is proven whole; one that broke ends with an
 * error event and a connection that is closed in the middle of the response.
 */
class EventStream {

	private static final Log logger = LogFactory.getLog(EventStream.class);

	private final HttpServletResponse response;

	private final Caller caller;

	private final boolean usageIsWanted;

	EventStream(HttpServletResponse response, Caller caller, ChatCompletionRequest request) {
		this.response = response;
		this.caller = caller;
		StreamOptions options = request.streamOptions();
		this.usageIsWanted = options != null && Boolean.TRUE.equals(options.includeUsage());
	}

	void send(ChatStream stream) throws IOException {
		this.response.setContentType("text/event-stream;charset=utf-8");
		this.response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
		this.response.setHeader("X-Accel-Buffering", "no");
		this.caller.endConnectionAfterChunks();
		try {
			for (ChatCompletionChunk chunk : stream) {
				if (chunk.isRestart()) {
					breakOff(OpenAiError.interrupted("another model would begin the answer again"));
					return;
				}
				if (this.usageIsWanted || !isUsageOnly(chunk)) {
					send(WireJson.mapper().writeValueAsBytes(chunk));
				}
			}
			send("[DONE]".getBytes(StandardCharsets.US_ASCII));
		}
		catch (StreamInterruptedException ex) {
			logger.info(ex.getMessage());
			breakOff(OpenAiError.interrupted(ex.fault().kind().id()));
		}
	}

	private static boolean isUsageOnly(ChatCompletionChunk chunk) {
		return chunk.choices().isEmpty() && chunk.usage() != null;
	}

	private void breakOff(OpenAiError error) throws IOException {
		send(error.json());
		this.caller.hangUp();
	}

	private void send(byte[] data) throws IOException {
		OutputStream out = this.response.getOutputStream();
		out.write("data: ".getBytes(StandardCharsets.US_ASCII));
		out.write(data);
		out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
		out.flush();
	}

}
