package net.taotoken.failover;

import java.util.List;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.engine.FailoverCall;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.GatewayException;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a call as they come. When an answer breaks, its reader gets an exception,
 * or the call goes on and the next model begins the whole answer again.
 */
final class FailoverChunks implements ChunkSource {

	private static final Fault CLOSED = Fault.of(FaultKind.CANCELLED).withHint("the stream was closed");

	private final FailoverCall<OpenStream> call;

	private final boolean restarts;

	private final ObservedCall observed;

	private final ChunkSummary summary = new ChunkSummary();

	private final StringBuilder text = new StringBuilder();

	private volatile FailoverResult<OpenStream> current;

	private volatile boolean closed;

	private volatile @Nullable StreamInterruptedException interruption;

	private FailoverChunks(FailoverCall<OpenStream> call, boolean restarts, ObservedCall observed,
			FailoverResult<OpenStream> first) {
		this.call = call;
		this.restarts = restarts;
		this.observed = observed;
		this.current = first;
	}

	/**
	 * Begin to answer.
	 * @param call makes the attempts
	 * @param restarts whether another model begins again after a break
	 * @param observed hears how it goes on
	 * @return the chunks; the first one is there
	 */
	static FailoverChunks open(FailoverCall<OpenStream> call, boolean restarts, ObservedCall observed) {
		FailoverResult<OpenStream> first = observed.make(call::next);
		observed.firstChunk();
		return new FailoverChunks(call, restarts, observed, first);
	}

	@Override
	public @Nullable ChatCompletionChunk next() {
		StreamInterruptedException interruption = this.interruption;
		if (interruption != null) {
			throw interruption;
		}
		try {
			ChatCompletionChunk chunk = this.current.answer().next();
			follow(chunk);
			return chunk;
		}
		catch (GatewayException ex) {
			return restarted(ex);
		}
		catch (RuntimeException | Error ex) {
			this.observed.failed(ex);
			throw ex;
		}
	}

	private void follow(@Nullable ChatCompletionChunk chunk) {
		if (chunk == null) {
			this.observed.answered(this.current.model(), this.summary.responseModel(), this.summary.usage());
			return;
		}
		this.summary.add(chunk);
		String text = chunk.text();
		if (text != null) {
			this.text.append(text);
		}
	}

	private ChatCompletionChunk restarted(GatewayException failure) {
		Fault fault = this.current.answer().broke(failure);
		String broken = model();
		try {
			if (!this.restarts || fault.kind() == FaultKind.CANCELLED) {
				throw interrupted(broken, fault, failure);
			}
			takeOver(this.observed.inScope(this.call::next));
		}
		catch (FailoverException ex) {
			// what broke is told in the attempts, and what the reader asked for before it
			StreamInterruptedException interruption = interrupted(broken, this.closed ? CLOSED : fault, failure);
			interruption.addSuppressed(ex);
			throw interruption;
		}
		ChatCompletionChunk restart = ChatCompletionChunk.restart(model());
		this.summary.add(restart);
		this.text.setLength(0);
		return restart;
	}

	// a reader may have closed the old answer while the new one was on its way
	private void takeOver(FailoverResult<OpenStream> next) {
		this.current = next;
		if (this.closed) {
			next.answer().close();
		}
	}

	private StreamInterruptedException interrupted(String model, Fault fault, GatewayException failure) {
		this.observed.interrupted(this.current.model(), fault);
		StreamInterruptedException interruption = new StreamInterruptedException(model, fault, this.call.attempts(),
				this.text.toString(), failure);
		this.interruption = interruption;
		return interruption;
	}

	@Override
	public String model() {
		return this.current.model().name();
	}

	@Override
	public List<Attempt> attempts() {
		StreamInterruptedException interruption = this.interruption;
		return (interruption != null) ? interruption.attempts() : this.current.attempts();
	}

	@Override
	public void close() {
		this.closed = true;
		this.call.cancel();
		this.current.answer().close();
		// has no effect on a stream that has come to its end before
		this.observed.interrupted(this.current.model(), CLOSED);
	}

}
