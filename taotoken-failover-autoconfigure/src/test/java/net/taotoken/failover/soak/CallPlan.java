package net.taotoken.failover.soak;

import java.util.Random;

import net.taotoken.failover.chat.ChatCompletionRequest;

/**
 * How a question is asked, which is the same in each run with the same seed.
 *
 * @param application the number of the application that asks
 * @param manner how the answer is asked for, and read
 * @param padding the size of what else is in the request
 * @param interruptedAfter when the caller is interrupted, in milliseconds, or -1
 * @param chunks the number of chunks after which a reader gives up
 */
record CallPlan(int application, Manner manner, int padding, int interruptedAfter, int chunks) {

	/** How an answer is asked for, and read. */
	enum Manner {

		CHAT(4), OWN_CLIENT(1), LIVE(3), WHOLE(1), CLOSED_EARLY(1), ABANDONED(1);

		private final int weight;

		Manner(int weight) {
			this.weight = weight;
		}

		boolean isStreamed() {
			return this != CHAT && this != OWN_CLIENT;
		}

		private static Manner any(Random random) {
			int left = random.nextInt(11);
			for (Manner manner : values()) {
				left -= manner.weight;
				if (left < 0) {
					return manner;
				}
			}
			throw new IllegalStateException("the weights are wrong");
		}

	}

	static CallPlan of(SoakSettings settings, Question question) {
		Random random = settings.random(question.number(), -1);
		return new CallPlan(random.nextInt(SoakApplication.NAMES.size()), Manner.any(random),
				(random.nextInt(40) == 0) ? 100_000 + random.nextInt(200_000) : 0,
				(random.nextInt(12) == 0) ? random.nextInt(200) : -1, random.nextInt(4));
	}

	ChatCompletionRequest request(Question question) {
		return ChatCompletionRequest.of(question.text(this.padding));
	}

	/** The plan of a question, and what the server did with its requests. */
	static String describe(SoakSettings settings, Question question, int requests) {
		CallPlan plan = of(settings, question);
		StringBuilder text = new StringBuilder("question " + question.number() + ", " + plan.manner + " by "
				+ SoakApplication.NAMES.get(plan.application));
		text.append((plan.padding > 0) ? ", large" : "");
		text.append((plan.interruptedAfter >= 0) ? ", interrupted" : "").append("; scripts:");
		for (int number = 0; number < requests; number++) {
			text.append(' ').append(Script.of(settings, settings.faultRate(), question, number));
		}
		return text.toString();
	}

}
