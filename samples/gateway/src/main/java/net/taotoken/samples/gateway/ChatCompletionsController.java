package net.taotoken.samples.gateway;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.WireJson;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Passes chat completions on to the best model that can answer now, and the answer back.
 * A caller who goes away interrupts the call, which ends the request to the model.
 */
@RestController
class ChatCompletionsController {

	private final TaotokenOperations taotoken;

	private final ChatRequests requests;

	private final Callers callers;

	ChatCompletionsController(TaotokenOperations taotoken, ChatRequests requests, Callers callers) {
		this.taotoken = taotoken;
		this.requests = requests;
		this.callers = callers;
	}

	// JSON only, so that no web page can post here without asking the browser first
	@PostMapping(path = "/v1/chat/completions", consumes = MediaType.APPLICATION_JSON_VALUE)
	void complete(HttpServletRequest http, HttpServletResponse response) throws IOException {
		ChatCompletionRequest request = this.requests.read(http);
		StreamDelivery delivery = Headers.delivery(http);
		if (Boolean.TRUE.equals(request.stream())) {
			stream(request, delivery, http, response);
		}
		else {
			answer(request, http, response);
		}
	}

	private void answer(ChatCompletionRequest request, HttpServletRequest http, HttpServletResponse response)
			throws IOException {
		ChatCompletion completion = ask(request, http, response);
		Headers.tell(response, completion.requestedModel(), completion.attempts());
		Replies.json(response, HttpStatus.OK.value(), WireJson.mapper().writeValueAsBytes(completion));
	}

	private ChatCompletion ask(ChatCompletionRequest request, HttpServletRequest http, HttpServletResponse response) {
		Caller caller = this.callers.watch(http, response);
		try {
			return this.taotoken.chat(request);
		}
		finally {
			caller.close();
		}
	}

	private void stream(ChatCompletionRequest request, @Nullable StreamDelivery delivery, HttpServletRequest http,
			HttpServletResponse response) throws IOException {
		try (Caller caller = this.callers.watch(http, response); ChatStream stream = open(request, delivery)) {
			Headers.tell(response, stream.model(), stream.attempts());
			new EventStream(response, caller, request).send(stream);
		}
	}

	private ChatStream open(ChatCompletionRequest request, @Nullable StreamDelivery delivery) {
		return (delivery != null) ? this.taotoken.stream(request, delivery) : this.taotoken.stream(request);
	}

}
