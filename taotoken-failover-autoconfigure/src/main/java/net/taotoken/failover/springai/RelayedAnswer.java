package net.taotoken.failover.springai;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * A streamed answer of another provider's model, with the story of how it came about. A
 * break is an exception, never an end. Read by one thread; closed by any.
 */
final class RelayedAnswer implements Iterator<ChatResponse> {

	private final RelayedResponses responses;

	private final String model;

	private final List<Attempt> attempts;

	private final StringBuilder text = new StringBuilder();

	private @Nullable ChatResponse next;

	private boolean ended;

	RelayedAnswer(FailoverResult<RelayedResponses> result) {
		this.responses = result.answer();
		this.model = result.model().name();
		this.attempts = result.attempts();
	}

	Iterator<ChatResponse> iterator() {
		return this;
	}

	@Override
	public boolean hasNext() {
		if (this.next == null && !this.ended) {
			this.next = read();
			this.ended = this.next == null;
		}
		return this.next != null;
	}

	@Override
	public ChatResponse next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		ChatResponse response = Objects.requireNonNull(this.next);
		this.next = null;
		return response;
	}

	private @Nullable ChatResponse read() {
		try {
			ChatResponse response = this.responses.next();
			if (response == null) {
				return null;
			}
			Generation first = response.getResult();
			if (first != null && first.getOutput().getText() != null) {
				this.text.append(first.getOutput().getText());
			}
			return TaotokenResponse.withStory(response, this.model, this.attempts);
		}
		catch (Exception ex) {
			this.ended = true;
			throw interrupted(ex);
		}
	}

	private StreamInterruptedException interrupted(Exception failure) {
		Fault fault = this.responses.broke(failure);
		List<Attempt> attempts = new ArrayList<>(this.attempts);
		Attempt last = attempts.remove(attempts.size() - 1);
		attempts.add(new Attempt(last.model(), fault, last.startedAt(), last.duration(), last.requests()));
		return new StreamInterruptedException(this.model, fault, attempts, this.text.toString(), failure);
	}

	void close() {
		this.responses.close();
	}

}
