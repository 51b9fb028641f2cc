package net.taotoken.failover.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The requests that were made, and those for which a test has no script.
 */
final class RequestLog {

	private static final Log logger = LogFactory.getLog(RequestLog.class);

	private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();

	private final List<String> probed = new CopyOnWriteArrayList<>();

	private final List<String> problems = new CopyOnWriteArrayList<>();

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
			return reply.to(request);
		}
		String problem = script.atItsEnd(request.candidate());
		this.problems.add(problem);
		logger.error(problem);
		return ErrorReply.json(400, "The script of the test is at its end", "new_api_error", "invalid_request");
	}

	private Reply replyToProbe(ReceivedRequest request, ModelScript script) {
		this.probed.add(request.candidate());
		Reply reply = script.peek();
		return (reply != null) ? reply.to(request) : Replies.overload();
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
			throw new IllegalStateException(String.join("; ", this.problems) + ". Asked were " + asked());
		}
	}

	void clear() {
		this.requests.clear();
		this.probed.clear();
		this.problems.clear();
	}

}
