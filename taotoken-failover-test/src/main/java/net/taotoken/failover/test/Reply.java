package net.taotoken.failover.test;

import java.util.function.Function;

/**
 * The reply of a model to one request. Made by {@link Replies}. Immutable.
 *
 * @since 0.1.0
 */
public abstract class Reply {

	Reply() {
	}

	/**
	 * Let it happen.
	 * @param stage where it happens
	 * @return what became of it
	 */
	abstract <T> T play(Stage<T> stage);

	/**
	 * The place where a reply happens: over HTTP, or in a fake.
	 *
	 * @param <T> what becomes of it
	 */
	interface Stage<T> {

		T answer(Answer answer);

		T error(ErrorReply error);

		/** Nothing, for as long as anybody waits. */
		T hang();

		/** The connection ends before a status. */
		T hangUp();

	}

	/**
	 * The reply to a request, if it depends on that.
	 */
	Reply to(ReceivedRequest request) {
		return this;
	}

	/** It depends on the request. */
	static final class Chosen extends Reply {

		private final Function<ReceivedRequest, Reply> choice;

		Chosen(Function<ReceivedRequest, Reply> choice) {
			this.choice = choice;
		}

		@Override
		Reply to(ReceivedRequest request) {
			return this.choice.apply(request).to(request);
		}

		@Override
		<T> T play(Stage<T> stage) {
			throw new IllegalStateException("what happens is not chosen yet");
		}

		@Override
		public String toString() {
			return "what depends on the request";
		}

	}

	/** It says nothing. */
	static final class Hang extends Reply {

		static final Hang INSTANCE = new Hang();

		private Hang() {
		}

		@Override
		<T> T play(Stage<T> stage) {
			return stage.hang();
		}

		@Override
		public String toString() {
			return "hang()";
		}

	}

	/** It breaks the connection. */
	static final class HangUp extends Reply {

		static final HangUp INSTANCE = new HangUp();

		private HangUp() {
		}

		@Override
		<T> T play(Stage<T> stage) {
			return stage.hangUp();
		}

		@Override
		public String toString() {
			return "hangUp()";
		}

	}

}
