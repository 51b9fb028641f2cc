package net.taotoken.samples.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the {@code Dockerfile} does with the jar that {@code mvn package} leaves, without
 * Docker. Run after it was packed.
 */
class DockerfileIT {

	private static final String JAR = System.getProperty("packed.jar", "");

	@TempDir
	private Path layers;

	@TempDir
	private Path app;

	private final String dockerfile = read();

	@Test
	void layersMakeAnApplicationThatLacksNothing() throws Exception {
		Assumptions.assumeTrue(!JAR.isEmpty(), "There is no packed jar yet: mvn verify makes it");
		Files.copy(Path.of(JAR), this.layers.resolve(find("COPY target/\\S+ (\\S+)")));
		assertThat(run(find("RUN java (.+)"))).as("what the command of the image complains about").isEmpty();
		for (MatchResult copy : all("COPY --from=layers /layers/(\\S+) \\./")) {
			FileSystemUtils.copyRecursively(this.layers.resolve(copy.group(1)), this.app);
		}
		try (JarFile jar = new JarFile(this.app.resolve(find("\"-jar\", \"(\\S+)\"")).toFile())) {
			Attributes manifest = jar.getManifest().getMainAttributes();
			assertThat(jar.getEntry(manifest.getValue(Attributes.Name.MAIN_CLASS).replace('.', '/') + ".class"))
				.isNotNull();
			assertThat(manifest.getValue(Attributes.Name.CLASS_PATH).split(" ")).hasSizeGreaterThan(20)
				.allMatch((library) -> Files.isRegularFile(this.app.resolve(library)));
		}
	}

	private String run(String arguments) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder((java + " " + arguments).split(" ")).directory(this.layers.toFile())
			.redirectErrorStream(true)
			.start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	private String find(String pattern) {
		return all(pattern).get(0).group(1);
	}

	private List<MatchResult> all(String pattern) {
		List<MatchResult> all = Pattern.compile(pattern).matcher(this.dockerfile).results().toList();
		assertThat(all).as(pattern).isNotEmpty();
		return all;
	}

	private static String read() {
		try {
			return Files.readString(Path.of("Dockerfile"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
