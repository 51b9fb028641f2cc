package net.taotoken.failover;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.engine.Settlement;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream with the duty to tell what came of it: when it ends, breaks or is closed.
 *
 * @param stream the stream
 * @param settlement takes what came of it
 */
record OpenStream(GatewayStream stream, Settlement settlement) {

	@Nullable ChatCompletionChunk next() {
		ChatCompletionChunk chunk = this.stream.next();
		if (chunk == null) {
			this.settlement.succeeded();
		}
		else if (chunk.usage() != null) {
			this.settlement.used(AttemptSender.orZero(chunk.usage().promptTokens()),
					AttemptSender.orZero(chunk.usage().completionTokens()));
		}
		return chunk;
	}

	Fault broke(GatewayException failure) {
		return this.settlement.failed(failure);
	}

	void close() {
		this.stream.close();
		this.settlement.release();
	}

}
