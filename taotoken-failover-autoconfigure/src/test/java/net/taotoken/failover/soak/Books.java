package net.taotoken.failover.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;

/**
 * What is counted in a run: how calls ended, and what must never happen.
 */
final class Books {

	/** What must never happen. */
	enum Violation {

		/** The answer to another question, or a part of it. */
		CROSSED,

		/** Something that is not the whole answer was passed off as such. */
		NOT_WHOLE,

		/** A request that no attempt tells its caller of. */
		UNTOLD,

		/** A call that lasted longer than its limit. */
		LATE,

		/**
		 * An exception that no caller expects, or a call that was cancelled by nobody.
		 */
		UNEXPECTED,

		/** Something is left when all is over. */
		LEFT_BEHIND

	}

	/** How a call ended for its caller. */
	enum Outcome {

		WHOLE, GIVEN_UP, FAILED, BROKEN, CANCELLED, THROWN_BY_OTHERS, UNEXPECTED

	}

	private static final int MAX_QUESTIONS = 1 << 19;

	private static final int MAX_TEXTS = 10;

	private final AtomicInteger asked = new AtomicInteger();

	/** For each question, the requests received less those told of. */
	private final AtomicIntegerArray untold = new AtomicIntegerArray(MAX_QUESTIONS);

	private final AtomicIntegerArray received = new AtomicIntegerArray(MAX_QUESTIONS);

	/** When the server began to send the streams of a call that is under way. */
	private final Map<Long, Queue<Instant>> answering = new ConcurrentHashMap<>();

	private final LongAdder requests = new LongAdder();

	private final LongAdder attempts = new LongAdder();

	private final LongAdder sentAgain = new LongAdder();

	private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

	/** Of the attempts that callers are told of. */
	private final Map<FaultKind, LongAdder> faults = new EnumMap<>(FaultKind.class);

	private final Map<Violation, LongAdder> violations = new EnumMap<>(Violation.class);

	/** The first of each sort, in words. */
	private final Map<Violation, Queue<String>> texts = new EnumMap<>(Violation.class);

	Books() {
		for (Outcome outcome : Outcome.values()) {
			this.outcomes.put(outcome, new LongAdder());
		}
		for (FaultKind kind : FaultKind.values()) {
			this.faults.put(kind, new LongAdder());
		}
		for (Violation violation : Violation.values()) {
			this.violations.put(violation, new LongAdder());
			this.texts.put(violation, new ConcurrentLinkedQueue<>());
		}
	}

	Question nextQuestion() {
		int number = this.asked.incrementAndGet();
		if (number >= MAX_QUESTIONS) {
			throw new IllegalStateException("Too many questions for these books");
		}
		return new Question(number);
	}

	/**
	 * Enter a request that the server has received.
	 * @return how many with the same question came before
	 */
	int received(Question question) {
		this.requests.increment();
		this.untold.incrementAndGet((int) question.number());
		return this.received.getAndIncrement((int) question.number());
	}

	/** Enter that the server begins to send a stream. */
	void answering(Question question) {
		this.answering.computeIfAbsent(question.number(), (number) -> new ConcurrentLinkedQueue<>()).add(Instant.now());
	}

	/**
	 * The time in which streams may have been written that broke, which is none of the
	 * call's: from the beginning of each stream to the end of the attempt that it was
	 * for.
	 */
	Duration writtenInVain(Question question, List<Attempt> attempts) {
		Duration written = Duration.ZERO;
		Queue<Instant> begun = this.answering.remove(question.number());
		for (Instant beginning : (begun != null) ? begun : List.<Instant>of()) {
			written = written.plus(attempts.stream()
				.filter((attempt) -> attempt.fault() != null && !attempt.startedAt().isAfter(beginning))
				.map((attempt) -> Duration.between(beginning, attempt.startedAt().plus(attempt.duration())))
				.filter((duration) -> !duration.isNegative())
				.max(Comparator.naturalOrder())
				.orElse(Duration.ZERO));
		}
		return written;
	}

	/** Enter the attempts that a caller is told of. */
	void told(Question question, List<Attempt> attempts) {
		this.attempts.add(attempts.size());
		for (Attempt attempt : attempts) {
			this.untold.addAndGet((int) question.number(), -attempt.requests());
			this.sentAgain.add(attempt.requests() - 1);
			if (attempt.fault() != null) {
				this.faults.get(attempt.fault().kind()).increment();
			}
		}
	}

	/**
	 * Enter that a call ended by an error, which ends calls as it is and tells of
	 * nothing.
	 */
	void toldNothing(Question question) {
		this.untold.addAndGet((int) question.number(), -1000);
	}

	/** Requests of a question, up to now. */
	int requestsOf(Question question) {
		return this.received.get((int) question.number());
	}

	void ended(Outcome outcome) {
		this.outcomes.get(outcome).increment();
	}

	void violation(Violation violation, String text) {
		this.violations.get(violation).increment();
		Queue<String> texts = this.texts.get(violation);
		if (texts.size() < MAX_TEXTS) {
			texts.add(text);
		}
	}

	/** Close the books: no request may be left that nobody was told of. */
	void close(SoakSettings settings) {
		for (int number = 1; number <= this.asked.get(); number++) {
			if (this.untold.get(number) > 0) {
				Question question = new Question(number);
				violation(Violation.UNTOLD, this.untold.get(number) + " requests ("
						+ CallPlan.describe(settings, question, requestsOf(question)) + ")");
			}
		}
	}

	long calls() {
		return this.asked.get();
	}

	long count(Outcome outcome) {
		return this.outcomes.get(outcome).sum();
	}

	String report() {
		StringBuilder text = new StringBuilder();
		text.append(this.asked.get()).append(" calls ").append(this.outcomes);
		text.append("\n  requests received ")
			.append(this.requests)
			.append(", attempts told ")
			.append(this.attempts)
			.append(", of which so many sent their request again ")
			.append(this.sentAgain)
			.append(", their faults ")
			.append(this.faults);
		this.violations.forEach((violation, count) -> {
			text.append("\n  ").append(violation).append(' ').append(count);
			this.texts.get(violation).forEach((line) -> text.append("\n    ").append(line));
		});
		return text.toString();
	}

	long violations() {
		return this.violations.values().stream().mapToLong(LongAdder::sum).sum();
	}

}
