package net.taotoken.failover.test.autoconfigure;

import java.time.Duration;

import net.taotoken.failover.test.TaotokenServer;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.rateLimit;
import static net.taotoken.failover.test.Replies.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureTaotokenServer
class SpringAiTests {

	@Autowired
	private TaotokenServer taotoken;

	@Autowired
	private ChatClient.Builder client;

	@Test
	void toolIsCalledAndTheCallFailsOver() {
		this.taotoken.model("claude-sonnet-4-6").will(rateLimit(Duration.ofSeconds(30)));
		this.taotoken.model("gpt-4-turbo-preview")
			.willOnce(toolCall("weather", "{\"city\":\"Rome\"}"))
			.will(answer((request) -> "They say: " + request.lastText()));
		String text = this.client.build().prompt("Rome?").tools(new Weather()).call().content();
		assertThat(text).contains("sun in Rome");
		assertThat(this.taotoken.asked()).containsExactly("claude-sonnet-4-6", "gpt-4-turbo-preview",
				"gpt-4-turbo-preview");
	}

	@Test
	void answerIsStreamed() {
		this.taotoken.otherModels().will(answer("It scatters light"));
		assertThat(this.client.build().prompt("Why?").stream().content().collectList().block()).containsExactly("It ",
				"scatters ", "light");
	}

	/** Knows the weather. */
	static class Weather {

		@Tool
		String weather(String city) {
			return "sun in " + city;
		}

	}

}
