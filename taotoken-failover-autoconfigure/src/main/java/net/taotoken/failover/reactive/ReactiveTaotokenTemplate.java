package net.taotoken.failover.reactive;

import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionChunk;
import net.taotoken.failover.chat.ChatCompletionRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The same calls for applications with Reactor. What has to wait, waits on the given
 * scheduler, so that no event loop is blocked. Chunks are fetched as they are requested.
 * A subscriber that cancels ends the request. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public class ReactiveTaotokenTemplate {

	private final TaotokenOperations operations;

	private final Scheduler scheduler;

	private final ContextScopes scopes;

	/**
	 * Create a template.
	 * @param operations makes the calls
	 * @param scheduler runs what has to wait, such as
	 * {@link reactor.core.scheduler.Schedulers#boundedElastic()}
	 */
	public ReactiveTaotokenTemplate(TaotokenOperations operations, Scheduler scheduler) {
		this(operations, scheduler, ContextScopes.NONE);
	}

	/**
	 * Create a template whose calls know the context of their subscribers.
	 * @param operations makes the calls
	 * @param scheduler runs what has to wait
	 * @param scopes makes what is in a subscriber's context current for its call
	 */
	public ReactiveTaotokenTemplate(TaotokenOperations operations, Scheduler scheduler, ContextScopes scopes) {
		this.operations = operations;
		this.scheduler = scheduler;
		this.scopes = scopes;
	}

	/**
	 * Make a chat completion, as {@link TaotokenOperations#chat(ChatCompletionRequest)}
	 * does.
	 * @param request the request
	 * @return the completion, or the exceptions of that method as an error; each
	 * subscription makes a call of its own
	 */
	public Mono<ChatCompletion> chat(ChatCompletionRequest request) {
		return Mono.deferContextual((context) -> {
			SubscriberCall call = new SubscriberCall(this.scopes, context);
			return Mono.fromCallable(() -> call.make(() -> this.operations.chat(request)))
				.subscribeOn(this.scheduler)
				.doOnCancel(call::cancel);
		});
	}

	/**
	 * Ask for an answer in chunks, as
	 * {@link TaotokenOperations#stream(ChatCompletionRequest)} does.
	 * @param request the request
	 * @return the chunks, or the exceptions of that method and of its stream as an error;
	 * each subscription makes a call of its own
	 */
	public Flux<ChatCompletionChunk> stream(ChatCompletionRequest request) {
		return read(() -> this.operations.stream(request), ChatStream::iterator, ChatStream::close);
	}

	/**
	 * Ask for an answer in chunks, delivered in a given way.
	 * @param request the request
	 * @param delivery whether the chunks come as the model gives them, or once the answer
	 * is proven whole
	 * @return the chunks; each subscription makes a call of its own
	 */
	public Flux<ChatCompletionChunk> stream(ChatCompletionRequest request, StreamDelivery delivery) {
		return stream(request, delivery, ChatStream::iterator);
	}

	/**
	 * Ask for an answer in chunks, and read it in a form of the application's own.
	 * @param <T> what is read of the answer
	 * @param request the request
	 * @param delivery whether the chunks come as the model gives them, or once the answer
	 * is proven whole
	 * @param reading reads a stream from its first chunk to its last; called once for
	 * each subscription, and used on the threads of the scheduler
	 * @return what is read; each subscription makes a call of its own
	 */
	public <T> Flux<T> stream(ChatCompletionRequest request, StreamDelivery delivery,
			Function<ChatStream, Iterator<T>> reading) {
		return read(() -> this.operations.stream(request, delivery), reading, ChatStream::close);
	}

	/**
	 * Read an answer that is opened and read by blocking calls, such as a stream of the
	 * application's own client under
	 * {@link TaotokenOperations#executeAttempts(net.taotoken.failover.engine.ModelCall)}.
	 * @param <S> the type of the answer
	 * @param <T> what is read of it
	 * @param open opens the answer; its thread is interrupted when the subscriber cancels
	 * @param reading reads the answer, on the threads of the scheduler
	 * @param close frees what the answer holds, so that a reader that waits gets an
	 * exception; called once, at the end or when the subscriber cancels
	 * @return what is read; each subscription makes a call of its own
	 */
	public <S, T> Flux<T> read(Supplier<S> open, Function<S, Iterator<T>> reading, Consumer<S> close) {
		return Flux.deferContextual((context) -> {
			SubscriberCall call = new SubscriberCall(this.scopes, context);
			return Flux
				.using(() -> CancellableStream.of(call.make(open), reading, close),
						(read) -> Flux.fromIterable(() -> read), CancellableStream::close)
				.subscribeOn(this.scheduler)
				.doOnCancel(call::cancel);
		});
	}

}
