package net.taotoken.failover.test;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * The script of a model, request by request: first what it {@link #willOnce} do, in
 * order, and then what it {@link #will} do for ever after. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ModelScript {

	/** The line that a test writes to get this script, such as {@code model("gpt")}. */
	private final String line;

	private final Deque<Reply> once = new ArrayDeque<>();

	private @Nullable Reply always;

	private int told;

	private int asked;

	ModelScript(String line) {
		this.line = line;
	}

	/**
	 * Say what the model does with one request, after those that were told before.
	 * @param reply what it does
	 * @return this script
	 */
	public synchronized ModelScript willOnce(Reply reply) {
		this.once.add(given(reply));
		this.told++;
		return this;
	}

	/**
	 * Say what the model does with all further requests, in place of what was said
	 * before.
	 * @param reply what it does
	 * @return this script
	 */
	public synchronized ModelScript will(Reply reply) {
		this.always = given(reply);
		return this;
	}

	@SuppressWarnings("ConstantValue")
	private Reply given(Reply reply) {
		if (reply == null) {
			throw new IllegalArgumentException("A reply is missing: write " + this.line + ".will(answer(\"…\"))");
		}
		return reply;
	}

	synchronized boolean isEmpty() {
		return this.always == null && this.told == 0;
	}

	/**
	 * The next reply.
	 * @return the reply, or {@code null} if the script is at its end
	 */
	synchronized @Nullable Reply next() {
		this.asked++;
		Reply next = this.once.poll();
		return (next != null) ? next : this.always;
	}

	/**
	 * The reply that would come next.
	 */
	synchronized @Nullable Reply peek() {
		Reply next = this.once.peek();
		return (next != null) ? next : this.always;
	}

	/**
	 * The message for a script that is at its end.
	 */
	synchronized String atItsEnd(String model) {
		return model + " was asked " + this.asked + " times, but its script has " + this.told + " repl"
				+ ((this.told == 1) ? "y" : "ies") + ": write one more .willOnce(answer(\"…\")), or " + this.line
				+ ".will(answer(\"…\")) for all further requests";
	}

}
