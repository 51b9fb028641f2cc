package net.taotoken.failover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.endpoint.TaotokenEndpointAutoConfiguration;
import net.taotoken.failover.autoconfigure.reload.ConfigurationReload;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.health.ModelHealthTracker;
import net.taotoken.failover.health.ModelState;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.LeapingTime;
import net.taotoken.failover.time.TimeSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/**
 * An application with a plan and a balance, each a server of its own, and with the models
 * a and b at both. Waits take no time.
 */
final class EntryApplication implements AutoCloseable {

	static final String WORKS = "works";

	final ModelServer plan = new ModelServer();

	final ModelServer balance = new ModelServer();

	final LeapingTime time = new LeapingTime();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final boolean streamed;

	private EntryApplication(boolean streamed) {
		this.streamed = streamed;
	}

	/**
	 * Start an application, whose servers answer from then on.
	 * @param streamed whether its answers are read as streams
	 * @param properties further properties
	 */
	static EntryApplication start(boolean streamed, String... properties) {
		return start(streamed, (application, context) -> {
		}, properties);
	}

	/**
	 * Start an application with beans of its own.
	 * @param streamed whether its answers are read as streams
	 * @param beans registers beans
	 * @param properties further properties
	 */
	static EntryApplication start(boolean streamed, BiConsumer<EntryApplication, GenericApplicationContext> beans,
			String... properties) {
		EntryApplication application = new EntryApplication(streamed);
		beans.accept(application, application.context);
		List<String> all = new ArrayList<>(List.of("taotoken.model-priority=a,b", "taotoken.api-key=sk-test",
				"taotoken.entries.plan.base-url=" + application.plan.url(),
				"taotoken.entries.balance.base-url=" + application.balance.url(),
				"taotoken.entry-priority=plan,balance"));
		all.addAll(List.of(properties));
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		TestPropertyValues.of(all).applyTo(environment);
		application.context.setEnvironment(environment);
		application.context.registerBean(TimeSource.class, () -> application.time);
		application.context.register(Configurations.getClasses(AutoConfigurations
			.of(TaotokenFailoverAutoConfiguration.class, TaotokenEndpointAutoConfiguration.class)));
		application.context.refresh();
		return application;
	}

	EntryApplication bothWork() {
		return works(this.plan).works(this.balance);
	}

	EntryApplication works(ModelServer server) {
		server.replies("a", ModelServer.streamed("a", WORKS), ModelServer.whole("a", WORKS));
		server.replies("b", ModelServer.streamed("b", WORKS), ModelServer.whole("b", WORKS));
		return this;
	}

	/** Ask, and tell what was tried. */
	List<String> ask() {
		return ask(ChatCompletionRequest.of("?"));
	}

	List<String> ask(ChatCompletionRequest request) {
		return complete(request).attempts().stream().map(EntryApplication::shown).toList();
	}

	ChatCompletion complete(ChatCompletionRequest request) {
		TaotokenTemplate template = this.context.getBean(TaotokenTemplate.class);
		if (!this.streamed) {
			return template.chat(request);
		}
		try (ChatStream stream = template.stream(request)) {
			return stream.complete();
		}
	}

	private static String shown(Attempt attempt) {
		return attempt.model() + " " + ((attempt.fault() != null) ? attempt.fault().kind().id() : "ok");
	}

	ModelState state(String candidate) {
		return this.context.getBean(ModelHealthTracker.class).snapshot(candidate).state();
	}

	List<String> route(String name) {
		Route route = this.context.getBean(Routes.class).get(name);
		return route.models().stream().map(Model::id).toList();
	}

	void reload(Map<String, String> properties) {
		ConfigurationReload reload = this.context.getBean(ConfigurationReload.class);
		TestPropertyValues.of(properties).applyTo(this.context);
		reload.reload("the test");
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	void hear(ApplicationListener<ApplicationEvent> listener) {
		this.context.addApplicationListener(listener);
	}

	@Override
	public void close() throws IOException {
		this.context.close();
		this.plan.close();
		this.balance.close();
	}

}
