package net.taotoken.samples.quickstart.docs;

/**
 * A fenced block.
 *
 * @param language what stands after the fence
 * @param marker the hidden comment on the line before it, or an empty text
 * @param text what is between the fences
 * @param line the line of the fence, for messages
 */
record Block(String language, String marker, String text, int line) {

	/**
	 * What kind of block it is: how it is proven depends on nothing else.
	 */
	String sort() {
		return this.marker.isEmpty() ? this.language : this.language + " " + this.marker;
	}

	String withoutComments() {
		String comment = this.language.equals("java") ? "//.*" : "(^|\\s)#.*";
		return this.text.replaceAll("(?m)" + comment + "$", "").replaceAll("(?m)\\s+$", "");
	}

	@Override
	public String toString() {
		return this.sort() + " block at line " + this.line;
	}

}
