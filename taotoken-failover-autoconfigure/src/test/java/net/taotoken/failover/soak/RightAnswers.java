package net.taotoken.failover.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Answers as a good server gives them.
 */
final class RightAnswers {

	private RightAnswers() {
	}

	static Draft to(Question question, boolean streamed, Random random) {
		if (streamed) {
			return new Draft(true, events(question.answer()),
					(random.nextInt(4) == 0) ? Draft.Framing.CLOSE : Draft.Framing.CHUNKED);
		}
		return new Draft(false, List.of(completion(question.answer())),
				(random.nextInt(3) == 0) ? Draft.Framing.CHUNKED : Draft.Framing.LENGTH);
	}

	static String completion(String text) {
		return Draft.bytes("{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
				+ "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
				+ "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,"
				+ "\"total_tokens\":3}}");
	}

	/** The events of a stream: words, the finish, the usage, the mark of the end. */
	private static List<String> events(String text) {
		List<String> events = new ArrayList<>();
		for (String word : text.split("(?<= )")) {
			events.add(event("{\"content\":\"" + word + "\"}", "null"));
		}
		events.add(event("{}", "\"stop\""));
		events.add("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
				+ "\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\n");
		events.add("data: [DONE]\n\n");
		return events;
	}

	private static String event(String delta, String finishReason) {
		return Draft.bytes("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
				+ "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}\n\n");
	}

	/** A whole response that is the answer to nobody's question. */
	static String foreignResponse() {
		String json = completion(new Question(Question.FOREIGN).answer());
		return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n"
				+ json;
	}

}
