package net.taotoken.failover.autoconfigure.keys;

/**
 * The part of a failure analysis that tells what to do.
 */
public final class Advice {

	private Advice() {
	}

	/**
	 * Show lines to write.
	 * @param lines lines of a properties file
	 * @return the text
	 */
	public static String write(String lines) {
		return "Write, for example:\n\n    " + lines.replace("\n", "\n    ");
	}

}
