package net.taotoken.failover.springai.docs;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import net.taotoken.failover.ModelServer;
import net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration;
import net.taotoken.failover.autoconfigure.reactive.TaotokenReactiveAutoConfiguration;
import net.taotoken.failover.autoconfigure.springai.TaotokenSpringAiAutoConfiguration;
import net.taotoken.failover.docs.Page;
import net.taotoken.failover.docs.Page.Block;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what the page shows: code in an application over a gateway, settings by starting
 * an application with them.
 */
@ExtendWith(OutputCaptureExtension.class)
class PageTests {

	private static final Page ENGLISH = new Page("spring-ai.md");

	private static final Page CHINESE = new Page("spring-ai.zh-CN.md");

	private static final String IMPORTS = """
			import java.util.*;
			import net.taotoken.failover.*;
			import net.taotoken.failover.engine.*;
			import net.taotoken.failover.reactive.*;
			import net.taotoken.failover.springai.*;
			import org.springframework.ai.chat.client.*;
			import org.springframework.ai.chat.client.advisor.*;
			import org.springframework.ai.chat.memory.*;
			import org.springframework.ai.chat.model.*;
			import org.springframework.ai.chat.prompt.*;
			import org.springframework.ai.tool.annotation.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.context.annotation.*;
			""";

	private static final String MEMBERS = IMPORTS + """
			@Configuration
			public class Snippet {

				%s

			}
			""";

	private static final String STATEMENTS = IMPORTS + """
			public class Snippet implements java.util.concurrent.Callable<Object> {

				@Autowired ChatModel chatModel;
				@Autowired ChatClient.Builder builder;

				@Override
				public Object call() {
					%s
					return null;
				}

			}
			""";

	private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

	/** One for all, since it reads the class path. */
	private static final JavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

	private static final String ANSWER = "{\\\"name\\\":\\\"blue\\\",\\\"reason\\\":\\\"light\\\"}";

	private final ModelServer server = new ModelServer().streams("a", ANSWER).streams("b", ANSWER);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TaotokenFailoverAutoConfiguration.class, TaotokenReactiveAutoConfiguration.class,
						TaotokenSpringAiAutoConfiguration.class, ToolCallingAutoConfiguration.class,
						ChatMemoryAutoConfiguration.class, ChatClientAutoConfiguration.class))
		.withPropertyValues("taotoken.api-key=key", "taotoken.model-priority=a",
				"taotoken.base-url=" + this.server.url(), "taotoken.routes.cheap.model-priority=b");

	@TempDir
	private Path classes;

	@AfterEach
	void close() throws IOException {
		this.server.close();
	}

	static Stream<Block> members() {
		return ENGLISH.blocks("java members");
	}

	static Stream<Block> statements() {
		return ENGLISH.blocks("java statements");
	}

	static Stream<Block> settings() {
		return ENGLISH.blocks("yaml");
	}

	@ParameterizedTest
	@MethodSource("members")
	void beansStartInAnApplication(Block block) throws Exception {
		ApplicationContextRunner runner = block.text().contains("openAiChatModel") ? this.runner
			.withBean("openAiChatModel", ChatModel.class, () -> (prompt) -> new ChatResponse(List.of())) : this.runner;
		try (URLClassLoader loader = compile(MEMBERS.formatted(block.text()))) {
			runner.withUserConfiguration(loader.loadClass("Snippet")).withClassLoader(loader).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(ChatClient.Builder.class)).isNotNull();
			});
		}
	}

	@ParameterizedTest
	@MethodSource("statements")
	void statementsRunInAnApplication(Block block, CapturedOutput output) throws Exception {
		try (URLClassLoader loader = compile(STATEMENTS.formatted(block.text()))) {
			this.runner.withUserConfiguration(loader.loadClass("Snippet")).withClassLoader(loader).run((context) -> {
				assertThat(context).hasNotFailed();
				((Callable<?>) context.getBean("snippet")).call();
			});
		}
		assertThat(this.server.asked()).containsExactly(block.text().contains("cheap") ? "b" : "a");
		assertThat(output).doesNotContain("Try again in", "broken:");
	}

	@ParameterizedTest
	@MethodSource("settings")
	void settingsStartAnApplication(Block block) {
		this.runner.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(yaml(block)))
			.withPropertyValues("TAOTOKEN_API_KEY=sk-test")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ChatModel.class));
	}

	private static PropertySource<?> yaml(Block block) {
		try {
			return new YamlPropertySourceLoader().load("page", new ByteArrayResource(block.text().getBytes())).get(0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void dependencyIsTheStarter() throws IOException {
		String pom = Files.readString(Path.of("../taotoken-failover-spring-ai-starter/pom.xml"));
		Block dependency = ENGLISH.blocks("xml").findFirst().orElseThrow();
		assertThat(dependency.text()
			.lines()
			.map(String::strip)
			.filter((line) -> line.matches("<(groupId|artifactId|version)>.*"))).hasSize(3).allMatch(pom::contains);
	}

	@Test
	void everySortOfBlockIsProven() {
		assertThat(ENGLISH.blocks()).extracting(Block::sort)
			.containsOnly("java members", "java statements", "yaml", "yaml before", "xml");
	}

	@Test
	void pagesHaveTheSameBlocksAndTheSameNamesInTheirTables() {
		assertThat(CHINESE.blocks()).extracting(Block::sort, Block::withoutComments)
			.containsExactlyElementsOf(ENGLISH.blocks()
				.stream()
				.map((block) -> Tuple.tuple(block.sort(), block.withoutComments()))
				.toList());
		assertThat(CHINESE.codeOfRows()).containsExactlyElementsOf(ENGLISH.codeOfRows().toList());
	}

	private URLClassLoader compile(String code) throws Exception {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		boolean compiled = COMPILER
			.getTask(null, FILES, diagnostics, List.of("-proc:none", "-parameters", "-d", this.classes.toString()),
					null, List.of(new Source(code)))
			.call();
		assertThat(compiled).as(() -> diagnostics.getDiagnostics().toString()).isTrue();
		return new URLClassLoader(new URL[] { this.classes.toUri().toURL() }, getClass().getClassLoader());
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String code;

		Source(String code) {
			super(URI.create("string:///Snippet.java"), Kind.SOURCE);
			this.code = code;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.code;
		}

	}

}
