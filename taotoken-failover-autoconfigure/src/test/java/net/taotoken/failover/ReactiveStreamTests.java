package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.fault.ExceptionFaults;
import net.taotoken.failover.fault.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.scheduler.Schedulers;

import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReactiveTaotokenTemplate}, on a raw socket.
 */
class ReactiveStreamTests {

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Why is the sky blue?");

	private final ModelServer server = new ModelServer();

	private final GatewayClient client = GatewayClients.at(this.server.url(), TimeSource.system()::instant);

	private final ReactiveTaotokenTemplate template = template();

	@AfterEach
	void close() throws IOException {
		this.client.close();
		this.server.close();
	}

	@Test
	void chunksComeOnTheScheduler() {
		this.server.streams("a", "one ", "two");
		List<String> threads = new CopyOnWriteArrayList<>();
		List<ChatCompletionChunk> chunks = this.template.stream(REQUEST)
			.doOnNext((chunk) -> threads.add(Thread.currentThread().getName()))
			.collectList()
			.block(Duration.ofSeconds(10));
		assertThat(chunks).extracting(ChatCompletionChunk::text).contains("one ", "two");
		assertThat(threads).allMatch((name) -> name.startsWith("boundedElastic"));
	}

	@Test
	void breakIsAnError() {
		this.server.sends("a", SSE, words("a", "half"));
		assertThatExceptionOfType(StreamInterruptedException.class)
			.isThrownBy(() -> this.template.stream(REQUEST).blockLast(Duration.ofSeconds(10)));
	}

	@Test
	void wholeDeliveryRepairsTheBreak() {
		this.server.sends("a", SSE, words("a", "half"));
		this.server.streams("b", "all");
		assertThat(this.template.stream(REQUEST, StreamDelivery.WHOLE)
			.mapNotNull(ChatCompletionChunk::text)
			.collectList()
			.block(Duration.ofSeconds(10))).contains("all").doesNotContain("half");
	}

	@Test
	void cancellationBreaksTheRequestOffEvenWhileItWaits() {
		this.server.sendsAndStalls("a", SSE, words("a", "half"));
		List<String> texts = new CopyOnWriteArrayList<>();
		BaseSubscriber<ChatCompletionChunk> subscriber = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.request(Long.MAX_VALUE);
			}

			@Override
			protected void hookOnNext(ChatCompletionChunk chunk) {
				texts.add(chunk.text());
			}

		};
		this.template.stream(REQUEST).subscribe(subscriber);
		Awaitility.await().until(() -> texts.contains("half"));
		subscriber.cancel();
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.server.abandoned() == 1);
	}

	@Test
	void chunksAreFetchedAsTheyAreRequested() {
		this.server.streams("a", "one", "two", "three");
		List<ChatCompletionChunk> received = new CopyOnWriteArrayList<>();
		BaseSubscriber<ChatCompletionChunk> subscriber = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.request(2);
			}

			@Override
			protected void hookOnNext(ChatCompletionChunk chunk) {
				received.add(chunk);
			}

		};
		this.template.stream(REQUEST).subscribe(subscriber);
		Awaitility.await().until(() -> received.size() == 2);
		subscriber.request(1);
		Awaitility.await().until(() -> received.size() == 3);
		assertThat(subscriber.isDisposed()).isFalse();
		subscriber.cancel();
	}

	private ReactiveTaotokenTemplate template() {
		ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), TimeSource.system(), List.of());
		FailoverExecutor executor = new FailoverExecutor(tracker,
				List.of(new ExceptionFaults(FaultRules.standard(), TimeSource.system()::instant)), List.of(),
				TimeSource.system(), new Random(1));
		Routes routes = new Routes(List.of(Route.of(Route.DEFAULT, "a", "b")));
		return new ReactiveTaotokenTemplate(new TaotokenTemplate(executor, this.client, () -> routes),
				Schedulers.boundedElastic());
	}

}
