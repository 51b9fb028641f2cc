package net.taotoken.failover.field;

import java.util.List;

import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ToolCall;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended for its caller.
 *
 * @param model the model that answered, or {@code null}
 * @param completion the answer, or {@code null}
 * @param text the text of the answer, or what there was of it when it broke
 * @param fault why there is no answer, or {@code null}
 * @param attempts all attempts that the caller is told of
 */
public record Ending(@Nullable String model, @Nullable ChatCompletion completion, @Nullable String text,
		@Nullable Fault fault, List<Attempt> attempts) {

	static Ending of(ChatCompletion completion) {
		return new Ending(completion.requestedModel(), completion, completion.text(), null, completion.attempts());
	}

	static Ending of(FailoverException failure) {
		return new Ending(null, null, null, failure.fault(), failure.attempts());
	}

	static Ending of(StreamInterruptedException broken) {
		return new Ending(null, null, broken.text(), broken.fault(), broken.attempts());
	}

	/** The models of the attempts that the caller is told of, in order. */
	List<String> told() {
		return this.attempts.stream().map(Attempt::model).toList();
	}

	List<Fault> faults() {
		return this.attempts.stream().map(Attempt::fault).filter((fault) -> fault != null).toList();
	}

	List<String> toolArguments() {
		return this.completion.toolCalls().stream().map(ToolCall::function).map((call) -> call.arguments()).toList();
	}

}
