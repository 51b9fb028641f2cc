package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.engine.FailoverExecutor;
import net.taotoken.failover.fault.rules.ExceptionClassifier;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.gateway.GatewayClient;
import net.taotoken.failover.health.HealthSettings;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.reactive.ContextScopes;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import static net.taotoken.failover.ModelServer.SSE;
import static net.taotoken.failover.ModelServer.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReactiveTaotokenTemplate}, on a raw socket.
 */
class ReactiveStreamTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.of("Why is the sky blue?");

	private final ModelServer server = new ModelServer();

	private final GatewayClient client = TestClients.at(this.server.url(), TimeSource.system()::instant);

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(0, 10, 1, TimeUnit.SECONDS,
			new SynchronousQueue<>(), (work) -> new Thread(work, "reactive"));

	private final Scheduler scheduler = Schedulers.fromExecutorService(this.threads);

	private final ReactiveTaotokenTemplate template = template();

	@AfterEach
	void close() throws IOException {
		this.scheduler.dispose();
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
		assertThat(threads).allMatch((name) -> name.startsWith("reactive"));
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

	@Test
	void nothingOfACancelledCallIsDropped() {
		List<Throwable> dropped = new CopyOnWriteArrayList<>();
		Hooks.onErrorDropped(dropped::add);
		try {
			this.server.sendsAndStalls("a", "");
			Disposable opening = this.template.stream(REQUEST).subscribe();
			Awaitility.await().until(() -> this.server.asked().size() == 1);
			opening.dispose();
			Awaitility.await().atMost(LONG).until(() -> this.server.abandoned() == 1);
			Disposable chat = this.template.chat(REQUEST).subscribe();
			Awaitility.await().until(() -> this.server.asked().size() == 2);
			chat.dispose();
			Awaitility.await().atMost(LONG).until(() -> this.server.abandoned() == 2);
			this.server.does("b", (connection) -> {
				connection.send(SSE + words("b", "half"));
				connection.stall();
			});
			List<String> texts = new CopyOnWriteArrayList<>();
			Disposable reading = this.template.stream(ChatCompletionRequest.builder().user("Why?").model("b").build())
				.subscribe((chunk) -> texts.add(String.valueOf(chunk.text())));
			Awaitility.await().atMost(LONG).until(() -> texts.contains("half"));
			reading.dispose();
			Awaitility.await().atMost(LONG).until(() -> idle(this.threads));
			assertThat(dropped).isEmpty();
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
	}

	private static boolean idle(ThreadPoolExecutor threads) {
		return threads.getActiveCount() == 0;
	}

	@Test
	void failureThatIsNotCancelledIsAnError() {
		this.server.sends("a", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		this.server.sends("b", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		assertThatExceptionOfType(FailoverException.class)
			.isThrownBy(() -> this.template.chat(REQUEST).block(Duration.ofSeconds(10)));
		assertThatExceptionOfType(FailoverException.class)
			.isThrownBy(() -> this.template.stream(REQUEST).blockLast(Duration.ofSeconds(10)));
	}

	@Test
	void contextOfTheSubscriberIsCurrentWhileTheCallIsMade() {
		this.server.streams("a", "one");
		ThreadLocal<String> current = new ThreadLocal<>();
		List<String> seen = new CopyOnWriteArrayList<>();
		ContextScopes scopes = (context) -> {
			current.set(context.get("parent"));
			return () -> {
				seen.add(current.get());
				current.remove();
			};
		};
		ReactiveTaotokenTemplate template = new ReactiveTaotokenTemplate(operations(), this.scheduler, scopes);
		template.stream(REQUEST).contextWrite(Context.of("parent", "p1")).blockLast(Duration.ofSeconds(10));
		assertThat(seen).containsExactly("p1");
	}

	private ReactiveTaotokenTemplate template() {
		return new ReactiveTaotokenTemplate(operations(), this.scheduler);
	}

	private TaotokenTemplate operations() {
		ModelHealthTracker tracker = new ModelHealthTracker(HealthSettings.defaults(), TimeSource.system(), List.of());
		FailoverExecutor executor = new FailoverExecutor(tracker,
				List.of(new ExceptionClassifier(FaultRules.standard(), TimeSource.system()::instant)), List.of(),
				TimeSource.system(), new Random(1));
		Routes routes = new Routes(List.of(Route.of(Route.DEFAULT, "a", "b")));
		return new TaotokenTemplate(executor, this.client, () -> routes);
	}

}
