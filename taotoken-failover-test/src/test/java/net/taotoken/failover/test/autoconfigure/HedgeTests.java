package net.taotoken.failover.test.autoconfigure;

import java.time.Duration;

import net.taotoken.failover.test.TaotokenServer;
import net.taotoken.failover.test.TaotokenTime;
import net.taotoken.failover.test.autoconfigure.KitApplication.Invoices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.chunks;
import static net.taotoken.failover.test.Replies.hang;
import static net.taotoken.failover.test.autoconfigure.AutoConfigureTaotokenServerTests.FIRST;
import static net.taotoken.failover.test.autoconfigure.AutoConfigureTaotokenServerTests.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A second model that is asked when the first is slow, in time that moves.
 */
@SpringBootTest(properties = { "taotoken.hedge.after=60s", "taotoken.hedge.max-extra=1", "taotoken.timeouts.total=300s",
		"taotoken.timeouts.first-token=100s" })
@AutoConfigureTaotokenServer
@Timeout(60)
class HedgeTests {

	@Autowired
	private TaotokenServer taotoken;

	@Autowired
	private TaotokenTime time;

	@Autowired
	private Invoices invoices;

	private Duration before;

	@BeforeEach
	void start() {
		this.before = this.time.elapsed();
	}

	@Test
	void secondModelIsAskedWhenTheTimeHasMoved() {
		this.taotoken.model(FIRST).will(hang());
		this.taotoken.model(SECOND).will(answer("second"));
		assertThat(this.invoices.read("…")).isEqualTo("second");
		assertThat(this.taotoken.asked()).containsExactly(FIRST, SECOND);
		assertThat(moved()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(100));
	}

	@Test
	void firstModelThatIsQuickerAnswersAlone() {
		this.taotoken.model(FIRST).will(answer("first").after(Duration.ofSeconds(30)));
		assertThat(this.invoices.read("…")).isEqualTo("first");
		assertThat(this.taotoken.asked()).containsExactly(FIRST);
		assertThat(moved()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(59));
	}

	@Test
	void modelThatIsWritingIsNotHedged() {
		this.taotoken.model(FIRST).will(chunks("a", "b", "c", "d").slowly(Duration.ofSeconds(25)));
		assertThat(this.invoices.read("…")).isEqualTo("abcd");
		assertThat(this.taotoken.asked()).containsExactly(FIRST);
	}

	private Duration moved() {
		return this.time.elapsed().minus(this.before);
	}

}
