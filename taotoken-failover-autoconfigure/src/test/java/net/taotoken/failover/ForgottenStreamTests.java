package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.health.ModelState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.words;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForgottenStream}: streams that are neither read to their end nor
 * closed, on a raw socket.
 */
class ForgottenStreamTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Why is the sky blue?");

	private final ModelServer server = new ModelServer();

	private final TemplateOver templates = new TemplateOver(this.server).timeouts(60_000, 60_000, 60_000);

	@AfterEach
	void close() throws IOException {
		this.templates.close();
		this.server.close();
	}

	@Test
	void firstTextIsAllThatIsReadAndTheModelIsNotProbedForEver() {
		this.server.sendsAndStalls("a", SSE, words("a", "half"));
		TaotokenTemplate template = this.templates.models("a");
		this.templates.tracker.of("a").coolDown(Fault.of(FaultKind.OVERLOADED), Duration.ZERO);
		assertThat(readFirstText(template)).isEqualTo("half");
		assertThat(this.templates.tracker.snapshot("a").state()).isEqualTo(ModelState.PROBING);
		awaitAbandoned(1);
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(this.templates.tracker.snapshot("a").state()).isNotEqualTo(ModelState.PROBING));
	}

	@Test
	void streamThatNobodyBeginsToReadIsClosed() {
		this.server.sendsAndStalls("a", SSE, words("a", "half"));
		TaotokenTemplate template = this.templates.models("a");
		for (int i = 0; i < 4; i++) {
			template.stream(REQUEST);
		}
		awaitAbandoned(4);
	}

	@Test
	void streamWhoseIteratorIsHeldIsNotForgotten() {
		this.server.does("a", (connection) -> {
			connection.send(SSE + words("a", "half"));
			Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
			connection.send(words("a", "whole") + ModelServer.finish("a") + "data: [DONE]\n\n");
		});
		Iterator<ChatCompletionChunk> chunks = this.templates.models("a").stream(REQUEST).iterator();
		assertThat(chunks.next().text()).isEqualTo("half");
		System.gc();
		System.gc();
		assertThat(chunks.next().text()).isEqualTo("whole");
	}

	@Test
	void logTellsOnceWhereAForgottenStreamWasOpened() {
		Logger logger = (Logger) LoggerFactory.getLogger(ForgottenStream.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.addAppender(log);
		logger.setLevel(Level.DEBUG);
		try {
			this.server.streams("a", "half", "whole");
			TaotokenTemplate template = this.templates.models("a");
			assertThat(template.stream(REQUEST).texts()).hasSize(2);
			readFirstText(template);
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				assertThat(log.list).isNotEmpty();
			});
			assertThat(log.list).singleElement()
				.satisfies((event) -> assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
					.anyMatch((element) -> element.toString().contains("readFirstText")));
		}
		finally {
			logger.setLevel(null);
			logger.detachAppender(log);
		}
	}

	private static String readFirstText(TaotokenTemplate template) {
		return template.stream(REQUEST).texts().findFirst().orElseThrow();
	}

	private void awaitAbandoned(int requests) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			System.gc();
			assertThat(this.server.abandoned()).isEqualTo(requests);
		});
	}

}
