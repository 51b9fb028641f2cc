package net.taotoken.failover.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.soak.Books.Outcome;
import net.taotoken.failover.soak.Books.Violation;
import net.taotoken.failover.soak.Interrupter.Interruption;

/**
 * Makes calls of all sorts, and checks what comes of each.
 */
final class Caller {

	private static final Duration TOLERANCE = Duration.ofMillis(250);

	private final SoakSettings settings;

	private final Books books;

	private final LagProbe lag;

	private final Interrupter interrupter;

	private final List<SoakApplication> applications;

	Caller(SoakSettings settings, Books books, LagProbe lag, Interrupter interrupter,
			List<SoakApplication> applications) {
		this.settings = settings;
		this.books = books;
		this.lag = lag;
		this.interrupter = interrupter;
		this.applications = applications;
	}

	/** Ask one question. */
	void call() {
		Question question = this.books.nextQuestion();
		CallPlan plan = CallPlan.of(this.settings, question);
		Call call = new Call(question, plan, this.applications.get(plan.application()).template());
		Interruption interruption = (plan.interruptedAfter() >= 0) ? this.interrupter.in(plan.interruptedAfter())
				: Interruption.NONE;
		long startedAt = System.nanoTime();
		Outcome outcome = call.outcome();
		long endedAt = System.nanoTime();
		boolean interrupted = interruption.hasStruck();
		interruption.end();
		this.books.ended(outcome);
		checkTime(call, outcome, interrupted, startedAt, endedAt);
	}

	private void checkTime(Call call, Outcome outcome, boolean interrupted, long startedAt, long endedAt) {
		Duration limit = call.plan.manner().isStreamed() ? SoakSettings.TOTAL.plus(SoakSettings.STREAM_TOTAL)
				: SoakSettings.TOTAL;
		limit = limit.plus(this.books.writtenInVain(call.question, call.attempts));
		long late = endedAt - startedAt - limit.plus(TOLERANCE).toNanos();
		if (late > 0) {
			// whoever is to end a call, and its caller, may each have overslept
			late -= 3 * this.lag.between(startedAt + limit.toNanos() - 500_000_000, endedAt);
		}
		if (late > 0) {
			violation(Violation.LATE, call, "by " + late / 1_000_000 + " ms, " + outcome);
		}
		if (outcome == Outcome.CANCELLED && !interrupted
				&& endedAt - startedAt < SoakSettings.TOTAL.minusMillis(100).toNanos()) {
			violation(Violation.UNEXPECTED, call, "cancelled, though nobody interrupted it");
		}
	}

	private void violation(Violation violation, Call call, String what) {
		this.books.violation(violation, what + " ("
				+ CallPlan.describe(this.settings, call.question, this.books.requestsOf(call.question)) + ")");
	}

	/**
	 * One call.
	 */
	private final class Call {

		private final Question question;

		private final CallPlan plan;

		private final TaotokenTemplate template;

		private List<Attempt> attempts = List.of();

		private Call(Question question, CallPlan plan, TaotokenTemplate template) {
			this.question = question;
			this.plan = plan;
			this.template = template;
		}

		private Outcome outcome() {
			try {
				return switch (this.plan.manner()) {
					case CHAT -> chat();
					case OWN_CLIENT -> ownClient();
					case LIVE -> read(StreamDelivery.LIVE);
					case WHOLE -> read(StreamDelivery.WHOLE);
					case CLOSED_EARLY -> giveUp(true);
					case ABANDONED -> giveUp(false);
				};
			}
			catch (FailoverException ex) {
				told(ex.attempts());
				return failed(ex.fault(), Outcome.FAILED);
			}
			catch (StreamInterruptedException ex) {
				told(ex.attempts());
				checkBeginning(ex.text());
				return failed(ex.fault(), Outcome.BROKEN);
			}
			catch (Throwable ex) {
				if (ex instanceof Error && Planted.isBehind(ex)) {
					Caller.this.books.toldNothing(this.question);
					return Outcome.THROWN_BY_OTHERS;
				}
				violation(Violation.UNEXPECTED, this, String.valueOf(ex));
				return Outcome.UNEXPECTED;
			}
		}

		private static Outcome failed(Fault fault, Outcome outcome) {
			return (fault.kind() == FaultKind.CANCELLED) ? Outcome.CANCELLED : outcome;
		}

		private Outcome chat() {
			ChatCompletion completion = this.template.chat(this.plan.request(this.question));
			told(completion.attempts());
			checkWhole(completion.text());
			return Outcome.WHOLE;
		}

		/** Asks nobody, and fails in every way. */
		private Outcome ownClient() {
			String answer = this.template.execute((model) -> {
				Planted.sometimes(0.3);
				if (ThreadLocalRandom.current().nextInt(5) == 0) {
					throw new IOException("of the own client");
				}
				return this.question.answer();
			});
			checkWhole(answer);
			return Outcome.WHOLE;
		}

		private Outcome read(StreamDelivery delivery) {
			ChatStream stream = this.template.stream(this.plan.request(this.question), delivery);
			StringBuilder text = new StringBuilder();
			try (stream) {
				for (ChatCompletionChunk chunk : stream) {
					if (chunk.isRestart()) {
						text.setLength(0);
					}
					else if (chunk.text() != null) {
						text.append(chunk.text());
					}
				}
			}
			told(stream.attempts());
			checkWhole(text.toString());
			return Outcome.WHOLE;
		}

		/** Reads a few chunks, and closes the stream or forgets it. */
		private Outcome giveUp(boolean close) {
			ChatStream stream = this.template.stream(this.plan.request(this.question));
			Iterator<ChatCompletionChunk> chunks = stream.iterator();
			StringBuilder text = new StringBuilder();
			for (int left = this.plan.chunks(); left > 0 && chunks.hasNext(); left--) {
				ChatCompletionChunk chunk = chunks.next();
				text.append((chunk.text() != null) ? chunk.text() : "");
				text.setLength(chunk.isRestart() ? 0 : text.length());
			}
			checkBeginning(text.toString());
			if (close) {
				stream.close();
			}
			told(stream.attempts());
			return Outcome.GIVEN_UP;
		}

		private void told(List<Attempt> attempts) {
			this.attempts = attempts;
			if (this.plan.manner() != CallPlan.Manner.OWN_CLIENT) {
				Caller.this.books.told(this.question, attempts);
			}
		}

		private void checkWhole(String text) {
			if (!this.question.answer().equals(text)) {
				notMine(String.valueOf(text), "passed off as whole");
			}
		}

		private void checkBeginning(String text) {
			if (!this.question.answer().startsWith(text)) {
				notMine(text, "no beginning of the answer");
			}
		}

		private void notMine(String text, String what) {
			boolean foreign = this.question.isAnsweredForAnother(text);
			violation(foreign ? Violation.CROSSED : Violation.NOT_WHOLE, this, what + ": " + text);
		}

	}

}
