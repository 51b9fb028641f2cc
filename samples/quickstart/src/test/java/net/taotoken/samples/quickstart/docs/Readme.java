package net.taotoken.samples.quickstart.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of documentation at the root of the project.
 */
enum Readme {

	ENGLISH("README.md"), CHINESE("README.zh-CN.md");

	static final Path ROOT = Path.of("../..");

	private static final Pattern BLOCK = Pattern.compile("(?ms)(?:^<!-- ([a-z]+) -->\\n)?^```(\\w*)\\n(.*?)^```$");

	private final String file;

	Readme(String file) {
		this.file = file;
	}

	String text() {
		return read(this.file);
	}

	List<Block> blocks() {
		List<Block> blocks = new ArrayList<>();
		String text = text();
		Matcher matcher = BLOCK.matcher(text);
		while (matcher.find()) {
			String marker = (matcher.group(1) != null) ? matcher.group(1) : "";
			int line = (int) text.substring(0, matcher.start()).lines().count() + 1;
			blocks.add(new Block(matcher.group(2), marker, matcher.group(3), line));
		}
		return blocks;
	}

	Stream<Block> blocks(String language) {
		return blocks().stream().filter((block) -> block.language().equals(language));
	}

	/**
	 * The cells of all table rows whose first cell matches.
	 */
	List<List<String>> rows(String firstCell) {
		return text().lines()
			.filter((line) -> line.matches("\\| " + firstCell + " \\|.*\\|"))
			.map((line) -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|")).map(String::strip).toList())
			.toList();
	}

	static List<String> code(String cell) {
		return Pattern.compile("`([^`]+)`").matcher(cell).results().map((match) -> match.group(1)).toList();
	}

	static String read(String file) {
		try {
			return Files.readString(ROOT.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
