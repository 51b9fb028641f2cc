package net.taotoken.failover.springai;

import java.io.IOException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import net.taotoken.failover.ModelServer;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.TemplateOver;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A chat model over a {@link ModelServer}, with the models {@code a} and {@code b}.
 */
final class ChatModelOver implements AutoCloseable {

	final TemplateOver templates;

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(0, 400, 1, TimeUnit.SECONDS,
			new SynchronousQueue<>(), (work) -> new Thread(work, "spring-ai"));

	private final Scheduler scheduler = Schedulers.fromExecutorService(this.threads);

	ChatModelOver(ModelServer server) {
		this.templates = new TemplateOver(server).timeouts(1_000, 5_000, 5_000);
	}

	TaotokenChatModel model() {
		return model(UnaryOperator.identity());
	}

	TaotokenChatModel model(UnaryOperator<TaotokenChatModelBuilder> change) {
		TaotokenTemplate template = this.templates.models("a", "b");
		ReactiveTaotokenTemplate reactive = new ReactiveTaotokenTemplate(template, this.scheduler);
		return change.apply(TaotokenChatModel.builder(template, reactive)).build();
	}

	@Override
	public void close() throws IOException {
		this.scheduler.dispose();
		this.templates.close();
	}

}
