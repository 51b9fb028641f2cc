package net.taotoken.failover.test;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The requests that were made, and those for which a test has no script.
 */
final class RequestLog {

	private static final Log logger = LogFactory.getLog(RequestLog.class);

	private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();

	private final List<String> probed = new CopyOnWriteArrayList<>();

	private final List<IllegalStateException> problems = new CopyOnWriteArrayList<>();

	private final boolean inTest;

	/**
	 * Create a log that is empty.
	 * @param inTest whether scripts run on the thread of the test, which then hears of
	 * assertions in them at once
	 */
	RequestLog(boolean inTest) {
		this.inTest = inTest;
	}

	/**
	 * Note a request, and find what its model does with it.
	 */
	Reply reply(ReceivedRequest request, Scripts scripts) {
		ModelScript script = scripts.of(request.model());
		if (request.isProbe()) {
			return replyToProbe(request, script);
		}
		this.requests.add(request);
		Reply reply = script.next();
		if (reply != null) {
			return reply(reply, request);
		}
		return problem(new IllegalStateException(script.atItsEnd(request.candidate())),
				"The script of the test is at its end");
	}

	private Reply reply(Reply reply, ReceivedRequest request) {
		try {
			return reply.to(request);
		}
		catch (Throwable ex) {
			if (this.inTest && ex instanceof Error error) {
				throw error;
			}
			String threw = "The script of " + request.candidate() + " threw ";
			return problem(new IllegalStateException(threw + ex, ex), threw + ex.getClass().getName());
		}
	}

	private Reply problem(IllegalStateException problem, String told) {
		this.problems.add(problem);
		logger.error(problem.getMessage(), problem.getCause());
		return ErrorReply.json(400, told, "new_api_error", "invalid_request");
	}

	private Reply replyToProbe(ReceivedRequest request, ModelScript script) {
		this.probed.add(request.candidate());
		Reply reply = script.peek();
		return (reply != null) ? reply(reply, request) : Replies.overload();
	}

	List<String> probed() {
		return List.copyOf(this.probed);
	}

	List<ReceivedRequest> requests() {
		return List.copyOf(this.requests);
	}

	List<String> asked() {
		return this.requests.stream().map(ReceivedRequest::candidate).toList();
	}

	void checkScripts() {
		if (!this.problems.isEmpty()) {
			String text = this.problems.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
			Throwable cause = this.problems.stream()
				.map(Throwable::getCause)
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
			throw new IllegalStateException(text + ". Asked were " + asked(), cause);
		}
	}

	void clear() {
		this.requests.clear();
		this.probed.clear();
		this.problems.clear();
	}

}
