package net.taotoken.failover.test.docs;

import net.taotoken.failover.test.junit.TaotokenServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.hangUp;
import static org.assertj.core.api.Assertions.assertThat;

// @formatter:off
class PlainTests {

	@RegisterExtension
	static TaotokenServerExtension taotoken = new TaotokenServerExtension();

	@Test
	void turnsToTheNextModel() {
		taotoken.model("claude-sonnet-4-6").will(hangUp());
		taotoken.model("glm-5.3").will(answer("{\"total\": 12}"));
		InvoiceService invoices = new InvoiceService(taotoken.template("claude-sonnet-4-6", "glm-5.3"));
		assertThat(invoices.read("…").total()).isEqualTo(12);
	}

}
