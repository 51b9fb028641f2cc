package net.taotoken.failover.test.docs;

import net.taotoken.failover.test.TaotokenServer;
import net.taotoken.failover.test.autoconfigure.AutoConfigureTaotokenServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;

import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.planUsedUp;
import static org.assertj.core.api.Assertions.assertThat;

// @formatter:off
@SpringBootTest
@ActiveProfiles("entries")
@AutoConfigureTaotokenServer
class EntriesTests {

	@Autowired TaotokenServer taotoken;
	@Autowired InvoiceService invoices;

	@Test
	void paysFromTheBalanceOnceThePlanIsUsedUp() {
		taotoken.entry("coding").otherModels().will(planUsedUp());
		taotoken.entry("balance").model("deepseek-v4-flash").will(answer("{\"total\": 12}"));
		assertThat(invoices.read("…").total()).isEqualTo(12);
		assertThat(taotoken.asked()).startsWith("deepseek-v4-flash@coding").endsWith("deepseek-v4-flash@balance");
	}

}
