package net.taotoken.failover;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayException;
import net.taotoken.failover.gateway.GatewayStream;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.route.FaultPolicy;
import net.taotoken.failover.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * A stream with the permit that it settles: when it ends, breaks or is closed.
 */
final class OpenStream implements AutoCloseable {

	private final GatewayStream stream;

	private final Permit permit;

	private final Route route;

	private final long firstTokenNanos;

	OpenStream(GatewayStream stream, Permit permit, Route route, long firstTokenNanos) {
		this.stream = stream;
		this.permit = permit;
		this.route = route;
		this.firstTokenNanos = firstTokenNanos;
	}

	@Nullable ChatCompletionChunk next() {
		try {
			ChatCompletionChunk chunk = this.stream.next();
			if (chunk == null) {
				this.permit.succeeded(this.firstTokenNanos);
			}
			return chunk;
		}
		catch (GatewayException ex) {
			failed(ex.fault());
			throw ex;
		}
	}

	private void failed(Fault fault) {
		if (fault.kind() == FaultKind.CANCELLED) {
			this.permit.release();
			return;
		}
		FaultPolicy policy = this.route.faults().of(fault.kind());
		this.permit.failed(fault, policy.coolDown(fault, policy.firstWait()));
	}

	@Override
	public void close() {
		this.stream.close();
		this.permit.release();
	}

}
