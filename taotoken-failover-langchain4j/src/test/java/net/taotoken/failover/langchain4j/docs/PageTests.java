package net.taotoken.failover.langchain4j.docs;

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

import net.taotoken.failover.docs.Page;
import net.taotoken.failover.docs.Page.Block;
import net.taotoken.failover.langchain4j.Applications;
import net.taotoken.failover.langchain4j.JsonSchemaSupport;
import net.taotoken.failover.langchain4j.TestGateway;
import net.taotoken.failover.langchain4j.TestGateway.Reply;
import net.taotoken.failover.langchain4j.autoconfigure.TaotokenLangChain4jProperties;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

	private static final Page ENGLISH = new Page("langchain4j.md");

	private static final Page CHINESE = new Page("langchain4j.zh-CN.md");

	private static final String IMPORTS = """
			import java.time.*;
			import java.util.*;
			import dev.langchain4j.agent.tool.*;
			import dev.langchain4j.data.message.UserMessage;
			import dev.langchain4j.model.chat.*;
			import dev.langchain4j.model.chat.request.*;
			import dev.langchain4j.model.chat.response.*;
			import dev.langchain4j.model.openai.*;
			import dev.langchain4j.service.*;
			import dev.langchain4j.service.SystemMessage;
			import net.taotoken.failover.*;
			import net.taotoken.failover.engine.*;
			import net.taotoken.failover.langchain4j.*;
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
				@Autowired StreamingChatModel streamingChatModel;

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

	private static final TaotokenLangChain4jProperties DEFAULTS = new TaotokenLangChain4jProperties(true, null,
			JsonSchemaSupport.NONE);

	private final TestGateway gateway = new TestGateway().does("a", Reply.text("It scatters", " light"))
		.does("llama-3-70b-instruct", Reply.text("It scatters", " light"));

	private final ApplicationContextRunner runner = Applications.runner(this.gateway)
		.withPropertyValues("taotoken.routes.cheap.model-priority=llama-3-70b-instruct");

	@TempDir
	private Path classes;

	@AfterEach
	void close() throws Exception {
		this.gateway.close();
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
		try (URLClassLoader loader = compile(MEMBERS.formatted(block.text()))) {
			this.runner.withUserConfiguration(loader.loadClass("Snippet"))
				.withClassLoader(loader)
				.run((context) -> assertThat(context).hasNotFailed());
		}
	}

	@ParameterizedTest
	@MethodSource("statements")
	void statementsRunInAnApplication(Block block, CapturedOutput output) throws Exception {
		try (URLClassLoader loader = compile(STATEMENTS.formatted(block.text()))) {
			this.runner.withUserConfiguration(loader.loadClass("Snippet")).withClassLoader(loader).run((context) -> {
				assertThat(context).hasNotFailed();
				((Callable<?>) context.getBean("snippet")).call();
				Awaitility.await().until(() -> !this.gateway.asked().isEmpty());
			});
		}
		assertThat(output).doesNotContain("Try again in", "broken:");
	}

	@ParameterizedTest
	@MethodSource("settings")
	void settingsStartAnApplication(Block block) {
		this.runner.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(yaml(block)))
			.withPropertyValues("TAOTOKEN_API_KEY=sk-test")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(block.text().contains("langchain4j:"))
					.isEqualTo(!context.getBean(TaotokenLangChain4jProperties.class).equals(DEFAULTS));
			});
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
	void dependencyIsThisModule() throws IOException {
		String pom = Files.readString(Path.of("pom.xml"));
		Block dependency = ENGLISH.blocks("xml").findFirst().orElseThrow();
		dependency.text()
			.lines()
			.map(String::strip)
			.filter((line) -> line.matches("<(groupId|artifactId|version)>.*"))
			.forEach((line) -> assertThat(pom).contains(line));
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
