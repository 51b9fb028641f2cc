package net.taotoken.failover.soak;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * A question, and its one right answer, which names it and ends with a checksum.
 *
 * @param number its name
 */
record Question(long number) {

	/** The number of what nobody has asked. */
	static final long FOREIGN = 9_999_999;

	private static final Pattern IN_REQUEST = Pattern.compile("question (\\d+)\\.");

	private static final Pattern IN_ANSWER = Pattern.compile("^Answer (\\d+);");

	/** The question of a request, or {@code null} if it asks none. */
	static @Nullable Question in(String request) {
		Matcher matcher = IN_REQUEST.matcher(request);
		return matcher.find() ? new Question(Long.parseLong(matcher.group(1))) : null;
	}

	String text(int padding) {
		return "question " + this.number + "." + " more".repeat(padding / 5);
	}

	String answer() {
		Random random = new Random(this.number);
		StringBuilder text = new StringBuilder("Answer " + this.number + ";");
		int words = 3 + random.nextInt(30);
		for (int word = 0; word < words; word++) {
			text.append(" 字").append(Integer.toString(random.nextInt(1 << 20), 36));
		}
		CRC32 checksum = new CRC32();
		checksum.update(text.toString().getBytes(StandardCharsets.UTF_8));
		return text.append(" #").append(checksum.getValue()).toString();
	}

	/** Whether a text is, or begins, the answer to another question. */
	boolean isAnsweredForAnother(String text) {
		Matcher matcher = IN_ANSWER.matcher(text);
		return matcher.find() && Long.parseLong(matcher.group(1)) != this.number;
	}

}
