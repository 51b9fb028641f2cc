package net.taotoken.failover.test.docs;

import net.taotoken.failover.test.FakeTaotoken;
import org.junit.jupiter.api.Test;

import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.vanished;
import static org.assertj.core.api.Assertions.assertThat;

// @formatter:off
class FakeTests {

	FakeTaotoken taotoken = new FakeTaotoken("claude-sonnet-4-6", "glm-5.3");
	InvoiceService invoices = new InvoiceService(taotoken);

	@Test
	void turnsToTheNextModel() {
		taotoken.model("claude-sonnet-4-6").will(vanished());
		taotoken.model("glm-5.3").will(answer("{\"total\": 12}"));
		assertThat(invoices.read("…").total()).isEqualTo(12);
		assertThat(taotoken.asked()).containsExactly("claude-sonnet-4-6", "glm-5.3");
	}

}
