package net.taotoken.failover.test;

import java.time.Duration;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.engine.ModelAttempt;
import net.taotoken.failover.test.Answer.Ending;

/**
 * An attempt whose answer is wanted as a whole, and read as a stream.
 */
final class FakeCompletion extends FakeStage<ChatCompletion> {

	FakeCompletion(TaotokenTime time, ModelAttempt attempt) {
		super(time, attempt);
	}

	@Override
	ChatCompletion begun(Answer answer) {
		Duration stall = attempt().model().timeouts().stall();
		attempt().answerBegins();
		for (int chunk = 1; chunk < answer.content(request()).size(); chunk++) {
			waitFor(answer.pause(), stall);
		}
		if (answer.ending() != Ending.WHOLE) {
			throw broken(answer, stall);
		}
		return answer.completion(request());
	}

}
