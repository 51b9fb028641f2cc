package net.taotoken.failover.autoconfigure;

/**
 * The part of a failure analysis that tells what to do.
 */
final class Advice {

	private Advice() {
	}

	/**
	 * Show lines to write.
	 * @param lines lines of a properties file
	 * @return the text
	 */
	static String write(String lines) {
		return "Write, for example:\n\n    " + lines.replace("\n", "\n    ");
	}

}
