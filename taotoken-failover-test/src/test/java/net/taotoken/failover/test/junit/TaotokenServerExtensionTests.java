package net.taotoken.failover.test.junit;

import java.time.Duration;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.rateLimit;
import static org.assertj.core.api.Assertions.assertThat;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TaotokenServerExtensionTests {

	@RegisterExtension
	static TaotokenServerExtension taotoken = new TaotokenServerExtension();

	@Test
	@Order(1)
	void modelDoesWhatItIsTold() {
		taotoken.model("a").will(rateLimit(Duration.ofMinutes(1)));
		taotoken.model("b").will(answer("Because."));
		assertThat(taotoken.template("a", "b").chat("Why?")).isEqualTo("Because.");
		assertThat(taotoken.asked()).containsExactly("a", "b");
	}

	@Test
	@Order(2)
	void nextTestBeginsAnew() {
		assertThat(taotoken.asked()).isEmpty();
		assertThat(taotoken.template("a", "b").chat("Why?")).isEqualTo("This is a.");
	}

}
