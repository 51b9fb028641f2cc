package net.taotoken.failover.test.docs;

import java.time.Duration;

import net.taotoken.failover.test.TaotokenServer;
import net.taotoken.failover.test.autoconfigure.AutoConfigureTaotokenServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.overload;
import static net.taotoken.failover.test.Replies.rateLimit;
import static org.assertj.core.api.Assertions.assertThat;

// @formatter:off
@SpringBootTest
@AutoConfigureTaotokenServer
class InvoiceServiceTests {

	@Autowired TaotokenServer taotoken;
	@Autowired InvoiceService invoices;

	@Test
	void turnsToTheNextModel() {
		taotoken.model("claude-sonnet-4-6").will(rateLimit(Duration.ofSeconds(30)));
		taotoken.model("gpt-4-turbo-preview").willOnce(overload()).will(answer("{\"total\": 12}"));
		assertThat(invoices.read("…").total()).isEqualTo(12);
		assertThat(taotoken.asked()).containsExactly("claude-sonnet-4-6", "gpt-4-turbo-preview", "gpt-4-turbo-preview");
	}

}
