package net.taotoken.failover.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of documentation with fenced blocks. A hidden comment on the line before a block
 * says how it is proven, where that is not plain from its language.
 */
public final class Page {

	private static final Pattern BLOCK = Pattern.compile("(?ms)(?:^<!-- ([a-z]+) -->\\n)?^```(\\w*)\\n(.*?)^```$");

	private final String file;

	/** A page by the name of its file. */
	public Page(String file) {
		this.file = file;
	}

	public String text() {
		try {
			return Files.readString(Path.of("../docs", this.file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public List<Block> blocks() {
		return BLOCK.matcher(text()).results().map(Page::block).toList();
	}

	public Stream<Block> blocks(String sort) {
		return blocks().stream().filter((block) -> block.sort().equals(sort));
	}

	private static Block block(MatchResult match) {
		String marker = (match.group(1) != null) ? match.group(1) : "";
		return new Block((match.group(2) + " " + marker).strip(), match.group(3));
	}

	/** The names in the rows of tables; their order is a matter of the language. */
	public Stream<List<String>> codeOfRows() {
		return text().lines().filter((line) -> line.startsWith("| ")).map((line) -> {
			Matcher code = Pattern.compile("`([^`]+)`").matcher(line);
			return code.results().map((match) -> match.group(1)).sorted().toList();
		});
	}

	/**
	 * A fenced block.
	 *
	 * @param sort its language and its marker
	 * @param text what is between the fences
	 */
	public record Block(String sort, String text) {

		public String withoutComments() {
			return this.text.replaceAll("(?m)\\s+#.*$", "");
		}

		@Override
		public String toString() {
			return this.sort + ": " + this.text.lines().findFirst().orElse("");
		}

	}

}
