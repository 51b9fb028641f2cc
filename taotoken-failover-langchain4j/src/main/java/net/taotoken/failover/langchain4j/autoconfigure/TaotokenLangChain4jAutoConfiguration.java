package net.taotoken.failover.langchain4j.autoconfigure;

import java.util.concurrent.Executor;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import net.taotoken.failover.CallObserver;
import net.taotoken.failover.ChatSettings;
import net.taotoken.failover.InterruptionReaction;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.langchain4j.LangChain4jFaultClassifier;
import net.taotoken.failover.langchain4j.StreamThreads;
import net.taotoken.failover.langchain4j.TaotokenChatModel;
import net.taotoken.failover.langchain4j.TaotokenChatModelSettings;
import net.taotoken.failover.langchain4j.TaotokenStreamingChatModel;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import net.taotoken.failover.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;

/**
 * Auto-configuration of chat models for LangChain4j. It comes after those of all
 * providers, whose models go first: AI services fail on two models, also where one of
 * them is primary. The models are lazy, since only calls need them; what checks the
 * configuration is not.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TaotokenFailoverAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(ChatModel.class)
@ConditionalOnBooleanProperty(name = "taotoken.langchain4j.enabled", matchIfMissing = true)
@ConditionalOnSingleCandidate(TaotokenOperations.class)
@EnableConfigurationProperties(TaotokenLangChain4jProperties.class)
public final class TaotokenLangChain4jAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean(ChatModel.class)
	TaotokenChatModel taotokenLangChain4jChatModel(TaotokenOperations operations,
			TaotokenLangChain4jProperties properties, ObjectProvider<ChatModelListener> listeners) {
		return new TaotokenChatModel(along(properties.route(), operations), settings(properties, listeners));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(StreamingChatModel.class)
	StreamThreads taotokenLangChain4jThreads() {
		return new StreamThreads();
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(StreamingChatModel.class)
	TaotokenStreamingChatModel taotokenLangChain4jStreamingChatModel(TaotokenOperations operations,
			TaotokenLangChain4jProperties properties, ObjectProvider<ChatModelListener> listeners,
			StreamThreads threads, ObjectProvider<CallObserver> observers, ObjectProvider<ChatSettings> chat) {
		CallObserver observer = observers.getIfUnique(() -> CallObserver.NONE);
		Executor executor = (task) -> threads.execute(observer.propagate(task));
		return new TaotokenStreamingChatModel(along(properties.route(), operations), settings(properties, listeners),
				executor, delivery(chat.getIfUnique()));
	}

	/**
	 * For applications that put a model of LangChain4j under failover.
	 */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(LangChain4jFaultClassifier.class)
	LangChain4jFaultClassifier taotokenLangChain4jFaultClassifier(ObjectProvider<FaultRules> rules,
			ObjectProvider<TimeSource> time) {
		TimeSource source = time.getIfUnique(TimeSource::system);
		return new LangChain4jFaultClassifier(rules.getIfUnique(FaultRules::standard), source::instant);
	}

	@Bean
	@Lazy(false)
	ModelChoiceLog taotokenLangChain4jModelChoiceLog(ListableBeanFactory beans,
			TaotokenLangChain4jProperties properties, ObjectProvider<Routes> routes) {
		check(properties.route(), routes.getIfUnique());
		return new ModelChoiceLog(beans);
	}

	private static void check(@Nullable String route, @Nullable Routes routes) {
		if (route == null || routes == null) {
			return;
		}
		try {
			routes.get(route);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTaotokenConfigurationException("taotoken.langchain4j.route", ex.getMessage() + ".",
					"taotoken.langchain4j.route=" + Route.DEFAULT);
		}
	}

	/**
	 * A handler cannot be told that an answer begins again, so that the next model is to
	 * repair it before the handler gets any of it.
	 */
	private static @Nullable StreamDelivery delivery(@Nullable ChatSettings chat) {
		boolean restarts = chat != null && chat.onInterruption() == InterruptionReaction.RESTART;
		return restarts ? StreamDelivery.WHOLE : null;
	}

	private static TaotokenOperations along(@Nullable String route, TaotokenOperations operations) {
		return (route != null) ? operations.route(route) : operations;
	}

	private static TaotokenChatModelSettings settings(TaotokenLangChain4jProperties properties,
			ObjectProvider<ChatModelListener> listeners) {
		return TaotokenChatModelSettings.defaults()
			.withJsonSchema(properties.jsonSchema())
			.withListeners(listeners.orderedStream().toList());
	}

}
