package net.taotoken.failover.test.docs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.test.TaotokenServer;
import net.taotoken.failover.test.TaotokenTime;
import net.taotoken.failover.test.autoconfigure.AutoConfigureTaotokenServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.chunks;
import static net.taotoken.failover.test.Replies.hang;
import static net.taotoken.failover.test.Replies.json;
import static net.taotoken.failover.test.Replies.quotaExhausted;
import static net.taotoken.failover.test.Replies.rateLimit;
import static net.taotoken.failover.test.Replies.reply;
import static net.taotoken.failover.test.Replies.toolCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

// @formatter:off
@SpringBootTest
@AutoConfigureTaotokenServer
class RecipeTests {

	@Autowired TaotokenServer taotoken;
	@Autowired TaotokenTime time;
	@Autowired InvoiceService invoices;

	@Test
	void leavesAModelThatHangs() {
		Duration before = time.elapsed();
		taotoken.model("claude-sonnet-4-6").will(hang());
		taotoken.model("gpt-4-turbo-preview").will(json(new InvoiceService.Invoice(12)));
		assertThat(invoices.read("…").total()).isEqualTo(12);
		assertThat(time.elapsed().minus(before)).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void waitsForAModelThatIsBackSoon() {
		taotoken.model("claude-sonnet-4-6").willOnce(rateLimit(Duration.ofSeconds(2))).will(answer("{\"total\": 12}"));
		assertThat(invoices.read("…").total()).isEqualTo(12);
		assertThat(taotoken.asked()).containsExactly("claude-sonnet-4-6", "claude-sonnet-4-6");
	}

	@Test
	void showsWhatCameBeforeTheBreak() {
		taotoken.model("claude-sonnet-4-6").will(chunks("Twelve ", "euros ", "for tea").cutAfter(2));
		List<String> words = new ArrayList<>();
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> invoices.summary("…").forEach(words::add));
		assertThat(words).containsExactly("Twelve ", "euros ");
	}

	@Test
	void callsTheToolThatTheModelWants() {
		taotoken.model("claude-sonnet-4-6").will(reply((request) -> request.lastText().contains("EUR")
				? json(new InvoiceService.Invoice(12)) : toolCall("currency", "{\"country\": \"Italy\"}")));
		assertThat(invoices.firstTool("12")).contains("currency");
		assertThat(invoices.read("12 EUR").total()).isEqualTo(12);
	}

	@Test
	void saysWhenToComeAgain() {
		taotoken.otherModels().will(quotaExhausted());
		assertThat(invoices.readOrLater("…")).isEqualTo("again in 300 s");
	}

	@Test
	void asksTheFirstModelAgainAfterItsCoolDown() {
		taotoken.model("claude-sonnet-4-6").willOnce(rateLimit(Duration.ofMinutes(5))).will(answer("{\"total\": 12}"));
		taotoken.model("gpt-4-turbo-preview").will(answer("{\"total\": 13}"));
		assertThat(invoices.read("…").total()).isEqualTo(13);
		assertThat(invoices.read("…").total()).isEqualTo(13);
		time.advance(Duration.ofMinutes(6));
		assertThat(invoices.read("…").total()).isEqualTo(12);
	}

	@Test
	void sendsTheTextAndNoMore() {
		taotoken.otherModels().will(json(new InvoiceService.Invoice(12)));
		invoices.read("Twelve euros");
		assertThat(taotoken.lastRequest().body().messages()).hasSize(2);
		assertThat(taotoken.lastRequest().lastText()).isEqualTo("Twelve euros");
		assertThat(taotoken.lastRequest().headers()).doesNotContainKey("x-customer");
	}

}
