package net.taotoken.failover.field;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.gateway.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes that a server writes behind a response, or before anybody has asked: they are
 * nobody's answer, and cost nobody an attempt.
 */
class FieldConnectionTests {

	private static final String FOREIGN = RawServer
		.ok("{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
				+ "\"message\":{\"role\":\"assistant\",\"content\":\"ANSWER FOR SOMEBODY ELSE\"},"
				+ "\"finish_reason\":\"stop\"}]}");

	private final FieldGateway gateway = new FieldGateway();

	private final FieldApplication application = FieldApplication.with(this.gateway, "taotoken.http.max-connections=1");

	@AfterEach
	void close() {
		this.application.close();
		this.gateway.close();
	}

	@ParameterizedTest
	@EnumSource
	void bytesBehindAnAnswerAreNobodysAnswer(Behind behind) {
		this.gateway.does("d", (connection, request) -> {
			connection.send(FieldGateway.greeting(request) + behind.bytes);
			return true;
		});
		for (Way way : Way.values()) {
			for (String model : List.of("a", "d", "a", "a")) {
				assertThatOwnAnswerComesAtOnce(way, model);
			}
		}
	}

	@Test
	void timeoutOfAnIdleConnectionIsNobodysAnswer() throws InterruptedException {
		Semaphore answered = new Semaphore(0);
		Semaphore timedOut = new Semaphore(0);
		this.gateway.does("a", (connection, request) -> {
			connection.send(FieldGateway.greeting(request));
			answered.acquire();
			connection.send("HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
			timedOut.release();
			return false;
		});
		for (Way way : Way.values()) {
			for (int call = 0; call < 2; call++) {
				assertThatOwnAnswerComesAtOnce(way, "a");
				answered.release();
				assertThat(timedOut.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
			}
		}
	}

	private void assertThatOwnAnswerComesAtOnce(Way way, String model) {
		int before = this.gateway.asked().size();
		long startedAt = System.nanoTime();
		Ending ending = way.ask(this.application,
				ChatCompletionRequest.builder().user("Who are you?").models(model, "b").build());
		assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(5));
		assertThat(ending.text()).isEqualTo(FieldGateway.greeting(model));
		assertThat(ending.told()).containsExactly(model);
		assertThat(this.gateway.asked().subList(before, this.gateway.asked().size())).containsExactly(model);
		for (String each : List.of("a", "b", "d")) {
			assertThat(this.application.health(each).isHealthy()).isTrue();
			assertThat(this.application.health(each).errors()).isZero();
		}
	}

	/** What stands behind an answer. */
	enum Behind {

		ANSWER(FOREIGN), GARBAGE("garbage"), LINE_ENDS("\r\n\r\n"),
		TIMEOUT("HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
		REST_OF_A_BODY("字\"}]}"), ONE_BYTE("0");

		private final String bytes;

		Behind(String bytes) {
			this.bytes = bytes;
		}

	}

}
