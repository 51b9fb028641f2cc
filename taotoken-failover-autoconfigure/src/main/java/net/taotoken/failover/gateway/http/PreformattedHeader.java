package net.taotoken.failover.gateway.http;

import org.apache.hc.core5.http.FormattedHeader;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * A header whose line is put together once, for those that go out with many requests.
 */
public final class PreformattedHeader extends BasicHeader implements FormattedHeader {

	private static final long serialVersionUID = 1L;

	private final CharArrayBuffer line;

	/**
	 * Create a header.
	 * @param name the name
	 * @param value the value, without line breaks
	 */
	public PreformattedHeader(String name, String value) {
		this(name, value, false);
	}

	/**
	 * Create a header.
	 * @param name the name
	 * @param value the value, without line breaks
	 * @param sensitive whether nobody may see it
	 */
	public PreformattedHeader(String name, String value, boolean sensitive) {
		super(name, value, sensitive);
		String text = name + ": " + value;
		this.line = new CharArrayBuffer(text.length());
		this.line.append(text);
	}

	@Override
	public CharArrayBuffer getBuffer() {
		return this.line;
	}

	@Override
	public int getValuePos() {
		return getName().length() + 2;
	}

}
