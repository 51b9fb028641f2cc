package net.taotoken.failover.langchain4j.autoconfigure;

import java.time.Duration;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import net.taotoken.failover.test.TaotokenServer;
import net.taotoken.failover.test.autoconfigure.AutoConfigureTaotokenServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

import static net.taotoken.failover.test.Replies.hang;
import static net.taotoken.failover.test.Replies.json;
import static net.taotoken.failover.test.Replies.rateLimit;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The test kit behind the models of LangChain4j.
 */
@SpringBootTest(properties = { "taotoken.model-priority=a,b,c", "spring.main.banner-mode=off" })
@AutoConfigureTaotokenServer
class TestKitTests {

	@Autowired
	private TaotokenServer taotoken;

	@Autowired
	private ChatModel model;

	@Test
	void serviceFailsOver() {
		this.taotoken.model("a").will(rateLimit(Duration.ofSeconds(30)));
		this.taotoken.model("b").will(hang());
		this.taotoken.model("c").will(json(new Invoice(12)));
		Invoices invoices = AiServices.create(Invoices.class, this.model);
		assertThat(invoices.read("…")).isEqualTo(new Invoice(12));
		assertThat(this.taotoken.asked()).containsExactly("a", "b", "c");
	}

	interface Invoices {

		Invoice read(String text);

	}

	record Invoice(int total) {
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
