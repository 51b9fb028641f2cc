package net.taotoken.samples.quickstart;

import java.nio.charset.StandardCharsets;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Passes a question on to the models. There is no failover code here: that is the point.
 */
@RestController
class AskController {

	private final TaotokenOperations taotoken;

	AskController(TaotokenOperations taotoken) {
		this.taotoken = taotoken;
	}

	@GetMapping("/ask")
	Answer ask(@RequestParam(defaultValue = "Why is the sky blue?") String q) {
		return Answer.of(this.taotoken.chat(ChatCompletionRequest.of(q)));
	}

	@GetMapping(path = "/ask/stream", produces = "text/plain;charset=UTF-8")
	StreamingResponseBody stream(@RequestParam(defaultValue = "Why is the sky blue?") String q) {
		ChatStream answer = this.taotoken.stream(ChatCompletionRequest.of(q));
		return (output) -> {
			try (answer) {
				for (String text : (Iterable<String>) answer.texts()::iterator) {
					output.write(text.getBytes(StandardCharsets.UTF_8));
					output.flush();
				}
			}
		};
	}

}
