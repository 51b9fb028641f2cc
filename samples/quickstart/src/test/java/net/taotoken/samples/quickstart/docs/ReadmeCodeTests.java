package net.taotoken.samples.quickstart.docs;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles the Java of the README. Members stand in a class; statements stand in a method
 * of it, with what an application would have injected.
 */
class ReadmeCodeTests {

	private static final String CLASS = """
			import java.util.*;
			import net.taotoken.failover.*;
			import net.taotoken.failover.chat.*;
			import net.taotoken.failover.engine.*;
			import net.taotoken.failover.fault.*;
			import net.taotoken.failover.route.*;
			import org.springframework.boot.*;
			import org.springframework.context.annotation.*;
			import org.springframework.web.client.*;

			class Snippet {

				TaotokenTemplate taotoken;
				RestClient restClient;

				record Invoice(String number) { }

				static class PrinterBusyException extends RuntimeException { }

				%s

			}
			""";

	@TempDir
	private Path classes;

	static Stream<Block> code() {
		return Readme.ENGLISH.blocks("java");
	}

	@ParameterizedTest
	@MethodSource("code")
	void compiles(Block block) {
		String members = block.marker().equals("members") ? block.text() : "void run() {\n" + block.text() + "}";
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		boolean compiled = compiler
			.getTask(null, null, diagnostics, List.of("-proc:none", "-d", this.classes.toString()), null,
					List.of(new Source(CLASS.formatted(members))))
			.call();
		assertThat(compiled).as(() -> diagnostics.getDiagnostics().toString()).isTrue();
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
