package net.taotoken.failover.test.autoconfigure;

import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.test.TaotokenServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.planUsedUp;
import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = { "taotoken.model-priority=deepseek-v4-flash,glm-5.3-flash",
		"taotoken.entry-priority=coding,balance", "taotoken.entries.coding.base-url=https://coding.invalid/v1",
		"taotoken.entries.coding.api-key=${CODING_KEY}", "taotoken.entries.balance.base-url=https://balance.invalid/v1",
		"taotoken.entries.balance.only-on=quota-exhausted,invalid-response" })
@AutoConfigureTaotokenServer
class EntriesTests {

	@Autowired
	private TaotokenServer taotoken;

	@Autowired
	private TaotokenOperations operations;

	@Test
	void planThatIsUsedUpLeavesTheBalance() {
		this.taotoken.entry("coding").otherModels().will(planUsedUp());
		this.taotoken.entry("balance").model("deepseek-v4-flash").will(answer("paid"));
		assertThat(this.operations.chat("Why?")).isEqualTo("paid");
		assertThat(this.taotoken.asked()).startsWith("deepseek-v4-flash@coding").endsWith("deepseek-v4-flash@balance");
	}

}
