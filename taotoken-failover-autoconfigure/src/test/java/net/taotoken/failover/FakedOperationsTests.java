package net.taotoken.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.Choice;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application needs to fake {@link TaotokenOperations} in its tests.
 */
class FakedOperationsTests {

	@Test
	void streamCanBeMadeOfACompletion() {
		ChatStream stream = ChatStream.of(completion("all of it"));
		assertThat(stream.model()).isEqualTo("a");
		assertThat(stream.attempts()).hasSize(1);
		assertThat(stream.complete()).isEqualTo(completion("all of it"));
	}

	@Test
	void streamCanBeMadeOfChunks() {
		ChatCompletionChunk[] chunks = completion("all of it").toChunks().toArray(ChatCompletionChunk[]::new);
		try (ChatStream stream = ChatStream.of("a", chunks)) {
			assertThat(stream.attempts()).isEmpty();
			assertThat(stream.texts()).containsExactly("all of it");
		}
	}

	@Test
	void streamCanBreak() {
		ChatCompletionChunk first = completion("half").toChunks().get(0);
		Iterator<ChatCompletionChunk> chunks = new Iterator<>() {

			private boolean begun;

			@Override
			public boolean hasNext() {
				if (this.begun) {
					throw new StreamInterruptedException("a", Fault.of(FaultKind.TIMEOUT), List.of(), "half",
							new IllegalStateException());
				}
				return true;
			}

			@Override
			public ChatCompletionChunk next() {
				this.begun = true;
				return first;
			}

		};
		ChatStream stream = ChatStream.of("a", List.of(), chunks);
		assertThatExceptionOfType(StreamInterruptedException.class).isThrownBy(() -> stream.texts().toList());
	}

	private static ChatCompletion completion(String text) {
		ChatMessage message = ChatMessage.assistant(text);
		Attempt attempt = new Attempt("a", null, Instant.EPOCH, Duration.ofSeconds(1));
		return new ChatCompletion("1", "chat.completion", 1L, "a",
				List.of(new Choice(0, message, "stop", null, Map.of())), null, null, null, Map.of(), "a",
				List.of(attempt));
	}

}
