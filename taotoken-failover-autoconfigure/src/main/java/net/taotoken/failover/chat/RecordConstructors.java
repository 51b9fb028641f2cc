package net.taotoken.failover.chat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import net.taotoken.failover.fault.Attempt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.module.SimpleModule;

/**
 * Calls the constructors of the records that every answer is made of. Jackson would call
 * them by a method handle that it adapts anew each time, which costs more than reading
 * the JSON.
 */
@SuppressWarnings({ "serial", "unchecked", "NullAway" })
final class RecordConstructors extends SimpleModule {

	/** The arguments come in the order of the components. */
	private static final Map<Class<?>, Function<@Nullable Object[], Object>> CONSTRUCTORS = Map.of(ChatCompletion.class,
			RecordConstructors::completion, Choice.class, RecordConstructors::choice, ChatCompletionChunk.class,
			RecordConstructors::chunk, ChunkChoice.class, RecordConstructors::chunkChoice, ChatMessage.class,
			RecordConstructors::message, TokenUsage.class, RecordConstructors::usage);

	private static ChatCompletion completion(@Nullable Object[] args) {
		return new ChatCompletion((String) args[0], (String) args[1], (Long) args[2], (String) args[3],
				(List<Choice>) args[4], (TokenUsage) args[5], (String) args[6], (String) args[7],
				(Map<String, Object>) args[8], (String) args[9], (List<Attempt>) args[10]);
	}

	private static Choice choice(@Nullable Object[] args) {
		return new Choice((Integer) args[0], (ChatMessage) args[1], (String) args[2], args[3],
				(Map<String, Object>) args[4]);
	}

	private static ChatCompletionChunk chunk(@Nullable Object[] args) {
		return new ChatCompletionChunk((String) args[0], (String) args[1], (Long) args[2], (String) args[3],
				(List<ChunkChoice>) args[4], (TokenUsage) args[5], (String) args[6], (String) args[7],
				(Map<String, Object>) args[8]);
	}

	private static ChunkChoice chunkChoice(@Nullable Object[] args) {
		return new ChunkChoice((Integer) args[0], (ChatMessage) args[1], (String) args[2], args[3],
				(Map<String, Object>) args[4]);
	}

	private static ChatMessage message(@Nullable Object[] args) {
		return new ChatMessage((String) args[0], (MessageContent) args[1], (String) args[2], (List<ToolCall>) args[3],
				(String) args[4], (String) args[5], (String) args[6], (Map<String, Object>) args[7]);
	}

	private static TokenUsage usage(@Nullable Object[] args) {
		return new TokenUsage((Long) args[0], (Long) args[1], (Long) args[2], (Map<String, Object>) args[3],
				(Map<String, Object>) args[4], (Map<String, Object>) args[5]);
	}

	@Override
	public void setupModule(JacksonModule.SetupContext context) {
		context.addValueInstantiators(new ValueInstantiators.Base() {

			@Override
			public ValueInstantiator modifyValueInstantiator(DeserializationConfig config,
					BeanDescription.Supplier description, ValueInstantiator instantiator) {
				Function<@Nullable Object[], Object> constructor = CONSTRUCTORS.get(description.getBeanClass());
				return (constructor != null) ? new DirectInstantiator((StdValueInstantiator) instantiator, constructor)
						: instantiator;
			}

		});
	}

	private static final class DirectInstantiator extends StdValueInstantiator {

		private final Function<@Nullable Object[], Object> constructor;

		private DirectInstantiator(StdValueInstantiator original, Function<@Nullable Object[], Object> constructor) {
			super(original);
			this.constructor = constructor;
		}

		@Override
		public Object createFromObjectWith(DeserializationContext context, @Nullable Object[] arguments) {
			try {
				return this.constructor.apply(arguments);
			}
			catch (RuntimeException ex) {
				throw rewrapCtorProblem(context, ex);
			}
		}

	}

}
