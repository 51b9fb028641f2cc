package net.taotoken.failover.autoconfigure.springai;

import io.micrometer.observation.ObservationRegistry;
import net.taotoken.failover.ChatSettings;
import net.taotoken.failover.InterruptionReaction;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.autoconfigure.reactive.TaotokenReactiveAutoConfiguration;
import net.taotoken.failover.fault.rules.FaultRules;
import net.taotoken.failover.reactive.ReactiveTaotokenTemplate;
import net.taotoken.failover.springai.OpenAiFaultClassifier;
import net.taotoken.failover.springai.TaotokenChatModel;
import net.taotoken.failover.springai.TaotokenChatOptions;
import net.taotoken.failover.time.TimeSource;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of {@link TaotokenChatModel} where Spring AI is there. It comes
 * after those of other providers, however they are called, since it gives way to their
 * models.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TaotokenReactiveAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(ChatModel.class)
@ConditionalOnSingleCandidate(TaotokenOperations.class)
public final class TaotokenSpringAiAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnProperty(name = ChatModelChoice.PROPERTY, havingValue = ChatModelChoice.TAOTOKEN,
			matchIfMissing = true)
	@ConditionalOnMissingBean(ChatModel.class)
	@ConditionalOnBean(ReactiveTaotokenTemplate.class)
	TaotokenChatModel taotokenChatModel(TaotokenOperations operations, ReactiveTaotokenTemplate reactive,
			ObjectProvider<ChatSettings> settings, ObjectProvider<TaotokenChatOptions> options,
			ObjectProvider<ObservationRegistry> observations, ObjectProvider<ChatModelObservationConvention> convention,
			ObjectProvider<ToolCallingManager> tools) {
		return TaotokenChatModel.builder(operations, reactive)
			.options(options.getIfUnique(() -> TaotokenChatOptions.builder().build()))
			.delivery(delivery(settings.getIfUnique(ChatSettings::defaults)))
			.observationRegistry(observations.getIfUnique(() -> ObservationRegistry.NOOP))
			.observationConvention(convention.getIfUnique())
			.toolCallingManager(tools.getIfUnique())
			.build();
	}

	/**
	 * Streams are delivered whole where broken answers are to be given again: a stream of
	 * Spring AI cannot say that an answer begins again.
	 */
	private static StreamDelivery delivery(ChatSettings settings) {
		return (settings.onInterruption() == InterruptionReaction.RESTART) ? StreamDelivery.WHOLE : settings.delivery();
	}

	/**
	 * For {@link net.taotoken.failover.springai.FailoverChatModel}, and other calls of
	 * that client.
	 */
	@Bean
	@ConditionalOnClass(name = "com.openai.errors.OpenAIServiceException")
	@ConditionalOnMissingBean(OpenAiFaultClassifier.class)
	OpenAiFaultClassifier taotokenOpenAiFaultClassifier(FaultRules rules, ObjectProvider<TimeSource> time) {
		return new OpenAiFaultClassifier(rules, time.getIfUnique(TimeSource::system)::instant);
	}

	@Bean
	ChatModelChoice taotokenChatModelChoice(ListableBeanFactory beans, Environment environment,
			ObjectProvider<ChatSettings> settings) {
		return new ChatModelChoice(beans, environment, settings.getIfUnique(ChatSettings::defaults));
	}

}
