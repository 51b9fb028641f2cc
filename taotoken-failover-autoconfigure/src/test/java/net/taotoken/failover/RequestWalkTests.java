package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.gateway.RawServer;
import net.taotoken.failover.time.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds that the way of a request can be read from top to bottom: on its way down to the
 * wire, no file calls back one that it came from. What is written as a lambda is read
 * where it stands.
 */
class RequestWalkTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Why is the sky blue?");

	private final List<List<String>> walks = new CopyOnWriteArrayList<>();

	private final ModelServer server = new ModelServer();

	private final TemplateOver templates = new TemplateOver(TestClients.at(this.server.url(),
			TimeSource.system()::instant, List.of((request, model) -> this.walks.add(walk()))), TimeSource.system());

	@AfterEach
	void close() throws IOException {
		this.templates.close();
		this.server.close();
	}

	@Test
	void requestForAWholeAnswerVisitsNoFileTwice() {
		this.server.streams("a", "answer");
		this.templates.models("a").chat(REQUEST);
		assertThat(this.walks).singleElement()
			.satisfies((walk) -> assertThat(walk).doesNotHaveDuplicates()
				.contains("TaotokenTemplate", "CallLoop", "AttemptSeries", "WholeRequest", "AttemptSender",
						"GatewayTransport"));
	}

	@Test
	void requestForAnAnswerInOnePieceVisitsNoFileTwice() {
		this.server.sends("a", ModelServer.whole("a", "answer"));
		this.templates.inOnePiece().models("a").chat(REQUEST);
		assertThat(this.walks).singleElement().satisfies((walk) -> assertThat(walk).doesNotHaveDuplicates());
	}

	@Test
	void requestForAStreamVisitsNoFileTwice() {
		this.server.streams("a", "answer");
		try (ChatStream stream = this.templates.models("a").stream(REQUEST)) {
			assertThat(stream.texts()).containsExactly("answer");
		}
		assertThat(this.walks).singleElement()
			.satisfies((walk) -> assertThat(walk).doesNotHaveDuplicates()
				.contains("TaotokenTemplate", "FailoverChunks", "FailoverCall", "CallLoop", "AttemptSeries",
						"StreamRequest", "AttemptSender", "GatewayTransport"));
	}

	@Test
	void requestToTheNextModelVisitsNoFileTwice() {
		this.server.sends("a", RawServer.response("503 Service Unavailable", "", "Connection: close"));
		this.server.streams("b", "answer");
		this.templates.models("a", "b").chat(REQUEST);
		assertThat(this.walks).hasSize(2).allSatisfy((walk) -> assertThat(walk).doesNotHaveDuplicates());
	}

	@Test
	void requestOfAHedgedCallVisitsNoFileTwice() {
		this.server.streams("a", "answer");
		this.templates.hedged(Duration.ofSeconds(30)).models("a").chat(REQUEST);
		assertThat(this.walks).singleElement().satisfies((walk) -> assertThat(walk).doesNotHaveDuplicates());
	}

	/** The files on the way here, from the top to the bottom. */
	private static List<String> walk() {
		List<String> files = new ArrayList<>();
		for (StackTraceElement frame : new Throwable().getStackTrace()) {
			String file = frame.getClassName().replaceAll("^.*\\.|\\$.*$", "");
			boolean ours = frame.getClassName().startsWith("net.taotoken.failover.") && !file.endsWith("Tests");
			boolean lambda = frame.getMethodName().startsWith("lambda$");
			if (ours && !lambda && (files.isEmpty() || !files.get(files.size() - 1).equals(file))) {
				files.add(file);
			}
		}
		Collections.reverse(files);
		return files;
	}

}
