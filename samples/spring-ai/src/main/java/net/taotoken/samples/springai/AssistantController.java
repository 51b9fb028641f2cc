package net.taotoken.samples.springai;

import java.util.Objects;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The assistant. It is written for Spring AI as ever: there is no failover code here.
 */
@RestController
class AssistantController {

	private final ChatClient client;

	AssistantController(ChatClient.Builder builder) {
		this.client = builder.defaultSystem("Answer in one sentence.").build();
	}

	/** The model asks for the weather first, then answers: two calls. */
	@GetMapping("/ask")
	Answer ask(@RequestParam(defaultValue = "What shall I wear in Rome?") String q) {
		return Answer.of(Objects.requireNonNull(this.client.prompt(q).tools(new WeatherTool()).call().chatResponse()));
	}

	/** An object instead of a text. */
	@GetMapping("/forecast")
	Forecast forecast(@RequestParam(defaultValue = "Rome") String city) {
		return Objects.requireNonNull(this.client.prompt()
			.user((user) -> user.text("The weather in {city}?").param("city", city))
			.call()
			.entity(Forecast.class));
	}

	/** The answer as it is written. */
	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> stream(@RequestParam(defaultValue = "Why is the sky blue?") String q) {
		return this.client.prompt(q).stream().content();
	}

	/**
	 * A weather forecast.
	 *
	 * @param city where
	 * @param degrees how warm, in Celsius
	 * @param advice what to take along
	 */
	record Forecast(String city, int degrees, String advice) {

	}

}
