package net.taotoken.failover.langchain4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatCompletionRequestBuilder;
import net.taotoken.failover.chat.FunctionDefinition;
import net.taotoken.failover.chat.ResponseFormat;
import net.taotoken.failover.chat.StreamOptions;
import net.taotoken.failover.chat.Tool;
import org.jspecify.annotations.Nullable;

/**
 * From a request of LangChain4j to one of Taotoken.
 */
final class ChatRequestMapper {

	private static final JsonSchemaMapper PLAIN = new JsonSchemaMapper(false);

	private static final JsonSchemaMapper STRICT = new JsonSchemaMapper(true);

	private static final String DEFAULT_SCHEMA_NAME = "answer";

	private final boolean strictSchema;

	ChatRequestMapper(JsonSchemaSupport jsonSchema) {
		this.strictSchema = jsonSchema == JsonSchemaSupport.STRICT;
	}

	ChatCompletionRequest map(ChatRequest request) {
		return builder(request).build();
	}

	/**
	 * A request whose answer comes in chunks, the last one with the usage.
	 */
	ChatCompletionRequest mapStreamed(ChatRequest request) {
		return builder(request).streamOptions(StreamOptions.withUsage()).build();
	}

	private ChatCompletionRequestBuilder builder(ChatRequest request) {
		ChatCompletionRequestBuilder builder = ChatCompletionRequest.builder();
		request.messages().forEach((message) -> builder.message(ChatMessageMapper.map(message)));
		ChatRequestParameters parameters = request.parameters();
		addCommon(builder, parameters);
		if (parameters instanceof TaotokenChatRequestParameters own) {
			addOwn(builder, own);
		}
		return builder;
	}

	private void addCommon(ChatCompletionRequestBuilder builder, ChatRequestParameters parameters) {
		builder.model(parameters.modelName())
			.temperature(parameters.temperature())
			.topP(parameters.topP())
			.frequencyPenalty(parameters.frequencyPenalty())
			.presencePenalty(parameters.presencePenalty())
			.maxTokens(parameters.maxOutputTokens())
			.toolChoice(toolChoice(parameters.toolChoice()))
			.responseFormat(responseFormat(parameters.responseFormat()));
		if (parameters.topK() != null) {
			builder.extra("top_k", parameters.topK());
		}
		if (parameters.stopSequences() != null) {
			builder.stop(parameters.stopSequences());
		}
		if (parameters.toolSpecifications() != null) {
			parameters.toolSpecifications().forEach((tool) -> builder.tool(tool(tool)));
		}
	}

	private static void addOwn(ChatCompletionRequestBuilder builder, TaotokenChatRequestParameters parameters) {
		builder.route(parameters.route())
			.maxCompletionTokens(parameters.maxCompletionTokens())
			.seed(parameters.seed())
			.parallelToolCalls(parameters.parallelToolCalls())
			.reasoningEffort(parameters.reasoningEffort())
			.logprobs(parameters.logprobs())
			.topLogprobs(parameters.topLogprobs())
			.endUser(parameters.user());
		List<String> models = parameters.models();
		if (models != null) {
			builder.models(models);
		}
		Map<String, Number> logitBias = parameters.logitBias();
		if (logitBias != null) {
			builder.logitBias(logitBias);
		}
		Map<String, @Nullable Object> extra = parameters.extra();
		if (extra != null) {
			extra.forEach(builder::extra);
		}
	}

	@SuppressWarnings("NullAway") // class files do not tell it of type arguments of a
									// record
	private static Tool tool(ToolSpecification tool) {
		boolean strict = Boolean.TRUE.equals(tool.strict());
		Map<String, @Nullable Object> schema = (strict ? STRICT : PLAIN).map(tool.parameters());
		return new Tool("function",
				new FunctionDefinition(tool.name(), tool.description(), schema, tool.strict(), Map.of()), Map.of());
	}

	private static @Nullable String toolChoice(@Nullable ToolChoice choice) {
		return (choice != null) ? choice.name().toLowerCase(Locale.ROOT) : null;
	}

	@SuppressWarnings("NullAway") // class files do not tell it of type arguments of a
									// record
	private @Nullable ResponseFormat responseFormat(
			dev.langchain4j.model.chat.request.@Nullable ResponseFormat format) {
		if (format == null || format.type() == ResponseFormatType.TEXT) {
			return null;
		}
		JsonSchema schema = format.jsonSchema();
		if (schema == null) {
			return ResponseFormat.jsonObject();
		}
		Map<String, @Nullable Object> jsonSchema = new LinkedHashMap<>();
		jsonSchema.put("name", name(schema));
		jsonSchema.put("strict", this.strictSchema);
		jsonSchema.put("schema", (this.strictSchema ? STRICT : PLAIN).map(schema.rootElement()));
		return new ResponseFormat("json_schema", jsonSchema, Map.of());
	}

	/** Names of classes are no names of schemas where they are not Latin or generic. */
	private static String name(JsonSchema schema) {
		String name = (schema.name() != null) ? schema.name().replaceAll("[^a-zA-Z0-9_-]", "_") : "";
		return name.isEmpty() ? DEFAULT_SCHEMA_NAME : name;
	}

}
