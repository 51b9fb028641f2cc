package net.taotoken.failover.test.autoconfigure;

import java.time.Duration;

import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.test.TaotokenServer;
import net.taotoken.failover.test.TaotokenTime;
import net.taotoken.failover.test.autoconfigure.KitApplication.Invoices;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;

import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.hang;
import static net.taotoken.failover.test.Replies.overload;
import static net.taotoken.failover.test.Replies.quotaExhausted;
import static net.taotoken.failover.test.Replies.rateLimit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@SpringBootTest(properties = "taotoken.timeouts.first-token=7s")
@AutoConfigureTaotokenServer
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AutoConfigureTaotokenServerTests {

	static final String FIRST = "claude-sonnet-4-6";

	static final String SECOND = "gpt-4-turbo-preview";

	@Autowired
	private TaotokenServer taotoken;

	@Autowired
	private TaotokenTime time;

	@Autowired
	private Invoices invoices;

	@Autowired
	private ModelHealthTracker health;

	@Test
	@Order(1)
	void callTurnsToTheNextModel() {
		this.taotoken.model(FIRST).will(rateLimit(Duration.ofSeconds(30)));
		this.taotoken.model(SECOND).willOnce(overload()).will(answer("{\"total\": 12}"));
		assertThat(this.invoices.read("…")).isEqualTo("{\"total\": 12}");
		assertThat(this.taotoken.asked()).containsExactly(FIRST, SECOND, SECOND);
	}

	@Test
	@Order(2)
	void modelThatWasOutInTheTestBeforeIsBack() {
		assertThat(this.health.snapshot(FIRST).state()).isEqualTo(ModelState.HEALTHY);
		assertThat(this.invoices.read("…")).isEqualTo("This is " + FIRST + ".");
		assertThat(this.taotoken.asked()).containsExactly(FIRST);
	}

	@Test
	@Order(3)
	void hangEndsAtOnceAtTheLimitOfTheApplication() {
		Duration before = this.time.elapsed();
		this.taotoken.model(FIRST).will(hang());
		assertThat(this.invoices.read("…")).isEqualTo("This is " + SECOND + ".");
		assertThat(this.time.elapsed().minus(before)).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	@Order(4)
	void timeMovesPastACoolDown() {
		this.taotoken.model(FIRST).willOnce(rateLimit(Duration.ofMinutes(5))).will(answer("again"));
		this.invoices.read("…");
		assertThat(this.health.snapshot(FIRST).state()).isEqualTo(ModelState.COOLING_DOWN);
		this.time.advance(Duration.ofMinutes(5).plusSeconds(1));
		assertThat(this.health.of(FIRST).nanosUntilProbe()).isZero();
	}

	@Test
	@Order(5)
	void propertiesAreThoseOfTheServer(@Autowired Environment environment) {
		assertThat(environment.getProperty("taotoken.health.probe")).isEqualTo("call");
		assertThat(environment.getProperty("taotoken.base-url")).isEqualTo(this.taotoken.baseUrl().toString());
		assertThat(environment.getProperty("taotoken.api-key")).isEqualTo(this.taotoken.apiKey());
	}

	@Test
	@Order(6)
	void allModelsMayBeOut() {
		this.taotoken.otherModels().will(quotaExhausted());
		assertThat(catchThrowable(() -> this.invoices.read("…"))).isNotNull();
	}

	@Test
	@Order(7)
	void allModelsAreBack() {
		assertThat(this.invoices.read("…")).isEqualTo("This is " + FIRST + ".");
	}

}
