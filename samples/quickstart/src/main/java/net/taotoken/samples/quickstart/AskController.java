package net.taotoken.samples.quickstart;

import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletionRequest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

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

}
