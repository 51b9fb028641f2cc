package net.taotoken.failover.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.engine.FailoverException;
import net.taotoken.failover.langchain4j.TestGateway.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * AI services over our models: their code stays as it is.
 */
class AiServicesTests {

	private final TestGateway gateway = new TestGateway();

	@AfterEach
	void close() throws Exception {
		this.gateway.close();
	}

	interface Assistant {

		@SystemMessage("You know the weather.")
		Result<String> ask(String question);

		TokenStream stream(String question);

	}

	interface Extractor {

		Person person(String text);

	}

	record Person(String name, int age) {
	}

	static class Weather {

		final List<String> cities = new ArrayList<>();

		@Tool("The weather of a city")
		String weather(@P("the city") String city) {
			this.cities.add(city);
			return "rain";
		}

		@Tool
		String now() {
			return "noon";
		}

	}

	@Test
	void secondRoundOfAToolLoopIsAnsweredByAnotherModel() {
		this.gateway
			.does("a",
					Reply.stream(TestGateway.toolCall(0, "t-1", "weather", "{\"city\":\"Jinan\"}")
							+ TestGateway.end("tool_calls")))
			.does("a", Reply.error(503, "{}"))
			.does("b", Reply.text("It rains"));
		Weather weather = new Weather();
		MessageWindowChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
		Applications.run(this.gateway, (application) -> {
			Assistant assistant = AiServices.builder(Assistant.class)
				.chatModel(application.chat())
				.chatMemory(memory)
				.tools(weather)
				.build();
			Result<String> result = assistant.ask("How is the weather in Jinan?");
			assertThat(result.content()).isEqualTo("It rains");
			assertThat(result.tokenUsage()).isEqualTo(new TaotokenTokenUsage(20, 10, 30, 8, 6));
			assertThat(((TaotokenChatResponseMetadata) result.finalResponse().metadata()).requestedModel())
				.isEqualTo("b");
			assertThat(weather.cities).containsExactly("Jinan");
			assertThat(this.gateway.asked()).containsExactly("a", "a", "b");
			JsonNode second = this.gateway.request();
			assertThat(second.path("messages").toString()).contains("\"role\":\"system\"")
				.contains("\"tool_calls\":[{\"id\":\"t-1\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
						+ "\"arguments\":\"{\\\"city\\\":\\\"Jinan\\\"}\"}}]")
				.contains("{\"role\":\"tool\",\"content\":\"rain\",\"tool_call_id\":\"t-1\"}");
			assistant.ask("And tomorrow?");
			assertThat(this.gateway.request().path("messages")).hasSize(6);
		});
	}

	@Test
	void toolWithoutParametersIsSentWithAnEmptySchema() {
		this.gateway.does("a", Reply.text("x"));
		Applications.run(this.gateway, (application) -> {
			AiServices.builder(Assistant.class).chatModel(application.chat()).tools(new Weather()).build().ask("Hi");
			Map<String, String> parameters = new TreeMap<>();
			for (JsonNode tool : this.gateway.request().path("tools")) {
				parameters.put(tool.path("function").path("name").asString(),
						tool.path("function").path("parameters").toString());
			}
			assertThat(parameters).containsEntry("now", "{\"type\":\"object\",\"properties\":{},\"required\":[]}")
				.containsEntry("weather", "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\","
						+ "\"description\":\"the city\"}},\"required\":[\"city\"]}");
		});
	}

	@Test
	void objectIsReadFromTextWhereSchemasAreNotDeclared() {
		this.gateway.does("a", Reply.text("{\\\"name\\\":\\\"Li\\\",\\\"age\\\":30}"));
		Applications.run(this.gateway, (application) -> {
			Extractor extractor = AiServices.create(Extractor.class, application.chat());
			assertThat(extractor.person("Li is 30")).isEqualTo(new Person("Li", 30));
			assertThat(this.gateway.request().has("response_format")).isFalse();
			assertThat(this.gateway.request().path("messages").toString()).contains("JSON");
		});
	}

	@Test
	void objectIsAskedForByASchemaWhereItIsDeclared() {
		this.gateway.does("a", Reply.error(503, "{}"))
			.does("b", Reply.text("{\\\"name\\\":\\\"Li\\\",\\\"age\\\":30}"));
		Applications.run(Applications.runner(this.gateway).withPropertyValues("taotoken.langchain4j.json-schema=plain"),
				(application) -> {
					Extractor extractor = AiServices.create(Extractor.class, application.chat());
					assertThat(extractor.person("Li is 30")).isEqualTo(new Person("Li", 30));
					assertThat(this.gateway.request().path("response_format").toString())
						.isEqualTo("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"Person\",\"strict\":false,"
								+ "\"schema\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
								+ "\"age\":{\"type\":\"integer\"}},\"required\":[]}}}");
				});
	}

	@Test
	void schemaIsStrictWhereItIsDeclared() {
		this.gateway.does("a", Reply.text("{\\\"name\\\":\\\"Li\\\",\\\"age\\\":30}"));
		Applications.run(
				Applications.runner(this.gateway).withPropertyValues("taotoken.langchain4j.json-schema=strict"),
				(application) -> {
					AiServices.create(Extractor.class, application.chat()).person("Li is 30");
					assertThat(this.gateway.request().path("response_format").toString()).contains("\"strict\":true",
							"\"additionalProperties\":false");
				});
	}

	@Test
	void tokenStreamRunsToolsAndSumsTheUsage() throws Exception {
		this.gateway
			.does("a",
					Reply.stream(TestGateway.toolCall(0, "t-1", "weather", "{\"city\":\"Jinan\"}")
							+ TestGateway.end("tool_calls")))
			.does("a", Reply.error(503, "{}"))
			.does("b", Reply.text("It", " rains"));
		Weather weather = new Weather();
		Applications.run(this.gateway, (application) -> {
			Assistant assistant = AiServices.builder(Assistant.class)
				.streamingChatModel(application.streaming())
				.tools(weather)
				.build();
			List<String> parts = new ArrayList<>();
			CompletableFuture<ChatResponse> response = new CompletableFuture<>();
			assistant.stream("How is the weather?")
				.onPartialResponse(parts::add)
				.onCompleteResponse(response::complete)
				.onError(response::completeExceptionally)
				.start();
			ChatResponse whole = response.orTimeout(20, TimeUnit.SECONDS).join();
			assertThat(parts).containsExactly("It", " rains");
			assertThat(weather.cities).containsExactly("Jinan");
			assertThat(whole.tokenUsage()).isEqualTo(new TaotokenTokenUsage(20, 10, 30, 8, 6));
			assertThat(((TaotokenChatResponseMetadata) whole.metadata()).requestedModel()).isEqualTo("b");
			assertThat(this.gateway.asked()).containsExactly("a", "a", "b");
		});
	}

	@Test
	void breakReachesTheTokenStreamAsItIs() {
		this.gateway.does("a", Reply.stream(TestGateway.pieces("half")));
		Applications.run(this.gateway, (application) -> {
			Assistant assistant = AiServices.builder(Assistant.class)
				.streamingChatModel(application.streaming())
				.build();
			CompletableFuture<ChatResponse> response = new CompletableFuture<>();
			assistant.stream("Hi").onPartialResponse((part) -> {
			}).onCompleteResponse(response::complete).onError(response::completeExceptionally).start();
			assertThat(catchThrowable(() -> response.orTimeout(20, TimeUnit.SECONDS).join()))
				.hasCauseInstanceOf(StreamInterruptedException.class);
		});
	}

	@Test
	void failureReachesTheCallerAsItIs() {
		this.gateway.does("a", Reply.error(503, "{}"))
			.does("b", Reply.error(503, "{}"))
			.does("c", Reply.error(503, "{}"));
		Applications.run(this.gateway, (application) -> {
			Assistant assistant = AiServices.create(Assistant.class, application.chat());
			assertThatExceptionOfType(FailoverException.class).isThrownBy(() -> assistant.ask("Hi"));
			assertThat(this.gateway.asked()).containsExactly("a", "b", "c");
		});
	}

	@Test
	void whatAModelWroteBesideItsTextGoesBackWithItsToolCalls() {
		String call = "{\"role\":\"assistant\",\"content\":\"Let me see\",\"reasoning_content\":\"Hm\",\"annotations\":[],"
				+ "\"reasoning_details\":[{\"data\":\"x\"}],\"tool_calls\":[{\"index\":0,\"id\":\"t-1\","
				+ "\"type\":\"function\",\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}},"
				+ "\"function\":{\"name\":\"now\",\"arguments\":\"\"}}]}";
		this.gateway.does("a", Reply.stream(TestGateway.event(call, null) + TestGateway.end("tool_calls")))
			.does("a", Reply.text("noon"));
		Applications.run(this.gateway, (application) -> {
			AiServices.builder(Assistant.class)
				.chatModel(application.chat())
				.tools(new Weather())
				.build()
				.ask("What time is it?");
			assertThat(this.gateway.request().path("messages").toString())
				.contains("{\"role\":\"assistant\",\"content\":\"Let me see\",\"tool_calls\":[{\"id\":\"t-1\","
						+ "\"type\":\"function\",\"function\":{\"name\":\"now\",\"arguments\":\"{}\"},"
						+ "\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}}}],"
						+ "\"reasoning_content\":\"Hm\",\"reasoning_details\":[{\"data\":\"x\"}]}");
		});
	}

}
