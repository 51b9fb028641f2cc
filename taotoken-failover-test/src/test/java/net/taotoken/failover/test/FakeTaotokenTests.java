package net.taotoken.failover.test;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.FaultKind;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static net.taotoken.failover.test.Replies.answer;
import static net.taotoken.failover.test.Replies.chunks;
import static net.taotoken.failover.test.Replies.hang;
import static net.taotoken.failover.test.Replies.overload;
import static net.taotoken.failover.test.Replies.rateLimit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FakeTaotokenTests {

	private static final ChatCompletionRequest WHY = ChatCompletionRequest.of("Why?");

	private final FakeTaotoken taotoken = new FakeTaotoken("a", "b");

	@Test
	void callFailsOver() {
		this.taotoken.model("a").will(rateLimit(Duration.ofSeconds(30)));
		this.taotoken.model("b").willOnce(overload()).will(answer("Because."));
		ChatCompletion answer = this.taotoken.chat(WHY);
		assertThat(answer.text()).isEqualTo("Because.");
		assertThat(answer.requestedModel()).isEqualTo("b");
		assertThat(answer.attempts()).extracting(Attempt::model).containsExactly("a", "b", "b");
		assertThat(this.taotoken.asked()).containsExactly("a", "b", "b");
	}

	@Test
	void hangTakesTheTimeOfItsLimit() {
		this.taotoken.model("a").will(hang());
		assertThat(this.taotoken.chat("Why?")).isEqualTo("This is b.");
		assertThat(this.taotoken.time().elapsed()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void streamComesChunkByChunk() {
		this.taotoken.model("a").will(chunks("It ", "scatters").slowly(Duration.ofSeconds(3)));
		try (ChatStream stream = this.taotoken.stream(WHY)) {
			ChatCompletion whole = stream.complete();
			assertThat(whole.text()).isEqualTo("It scatters");
			assertThat(whole.usage()).isNotNull();
			assertThat(whole.attempts()).hasSize(1);
		}
		assertThat(this.taotoken.time().elapsed()).isEqualTo(Duration.ofSeconds(3));
		assertThat(this.taotoken.requests().get(0).isForStream()).isTrue();
	}

	@Test
	void streamBreaksWhereItIsTold() {
		this.taotoken.model("a").will(chunks("It ", "scatters ", "light").hangAfter(2));
		List<String> texts = new ArrayList<>();
		try (ChatStream stream = this.taotoken.stream(WHY)) {
			assertThatExceptionOfType(StreamInterruptedException.class)
				.isThrownBy(() -> stream.texts().forEach(texts::add))
				.satisfies((ex) -> {
					assertThat(ex.fault().kind()).isEqualTo(FaultKind.TIMEOUT);
					assertThat(ex.text()).isEqualTo("It scatters ");
				});
		}
		assertThat(texts).containsExactly("It ", "scatters ");
		assertThat(this.taotoken.time().elapsed()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void streamThatBreaksBeforeItsFirstChunkFailsOver() {
		this.taotoken.model("a").will(answer("It scatters").cutAfter(0));
		try (ChatStream stream = this.taotoken.stream(WHY)) {
			assertThat(stream.complete().text()).isEqualTo("This is b.");
			assertThat(stream.model()).isEqualTo("b");
		}
	}

	@Test
	void streamThatIsWantedWholeFailsOverWhereverItBreaks() {
		this.taotoken.model("a").will(answer("It scatters").cutAfter(1));
		try (ChatStream stream = this.taotoken.stream(WHY, StreamDelivery.WHOLE)) {
			assertThat(stream.complete().text()).isEqualTo("This is b.");
		}
	}

	@Test
	void ownClientFailsOver() {
		String model = this.taotoken.execute((name) -> {
			if (name.equals("a")) {
				throw new SocketTimeoutException();
			}
			return name;
		});
		assertThat(model).isEqualTo("b");
		assertThat(this.taotoken.asked()).isEmpty();
	}

	@Test
	void routesHaveTheirOwnModels() {
		this.taotoken.addRoute("cheap", "c");
		assertThat(this.taotoken.route("cheap").chat("Why?")).isEqualTo("This is c.");
		assertThat(this.taotoken.chat(WHY.toBuilder().route("cheap").build()).text()).isEqualTo("This is c.");
		assertThat(this.taotoken.chat(WHY.toBuilder().model("b").build()).text()).isEqualTo("This is b.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.taotoken.route("dear"));
	}

	@Test
	void scriptAtItsEndSaysWhatToWrite() {
		this.taotoken.model("a").willOnce(answer("once"));
		this.taotoken.chat("Why?");
		assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> this.taotoken.chat("Why?"));
		assertThatIllegalStateException().isThrownBy(this.taotoken::checkScripts)
			.withMessageContaining("a was asked 2 times");
	}

	@Test
	void assertionInAScriptReachesTheTest() {
		AssertionError wrong = new AssertionError("expected: 1");
		this.taotoken.model("a").will(answer((request) -> {
			throw wrong;
		}));
		assertThatThrownBy(() -> this.taotoken.chat("Why?")).isSameAs(wrong);
	}

	@Test
	void scriptOfAFakeThatThrowsIsAProblem() {
		this.taotoken.model("a").will(answer((request) -> {
			throw new IllegalArgumentException("no number");
		}));
		assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> this.taotoken.chat("Why?"));
		assertThatIllegalStateException().isThrownBy(this.taotoken::checkScripts).withMessageContaining("no number");
	}

	@Test
	void modelIsOutAfterItsFault() {
		this.taotoken.model("a").willOnce(rateLimit(Duration.ofSeconds(30))).will(answer("again"));
		this.taotoken.chat("Why?");
		assertThat(this.taotoken.chat("Why?")).isEqualTo("This is b.");
		assertThat(requireNonNull(this.taotoken.chat(WHY).requestedModel())).isEqualTo("b");
	}

}
