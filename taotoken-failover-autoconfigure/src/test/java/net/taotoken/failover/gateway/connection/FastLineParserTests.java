package net.taotoken.failover.gateway.connection;

import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FastLineParser}.
 */
class FastLineParserTests {

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK", "HTTP/1.1 503 Service Unavailable", "HTTP/1.1 200", "HTTP/1.1 200 ",
			"HTTP/1.1 404  Not   Found ", "HTTP/1.0 200 OK", "HTTP/1.1  200 OK", "HTTP/1.1 099 Odd", "HTTP/2.0 200 OK",
			"HTTP/1.1\t200 OK", "HTTP/1.1 999 Überlastet", " HTTP/1.1 200 OK" })
	void readsAsApacheDoes(String line) throws ParseException {
		StatusLine expected = BasicLineParser.INSTANCE.parseStatusLine(buffer(line));
		StatusLine read = new FastLineParser().parseStatusLine(buffer(line));
		assertThat(read.getProtocolVersion()).isEqualTo(expected.getProtocolVersion());
		assertThat(read.getStatusCode()).isEqualTo(expected.getStatusCode());
		assertThat(read.getReasonPhrase()).isEqualTo(expected.getReasonPhrase());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 20", "HTTP/1.1 20x OK", "HTTP/1.1 2000 OK",
			"HTTP/1.1 -20 OK", "HTTP/1.1 200OK", "HTTQ/1.1 200 OK", "<html>" })
	void refusesWhatApacheRefuses(String line) {
		assertThatExceptionOfType(ParseException.class)
			.isThrownBy(() -> BasicLineParser.INSTANCE.parseStatusLine(buffer(line)));
		assertThatExceptionOfType(ParseException.class)
			.isThrownBy(() -> new FastLineParser().parseStatusLine(buffer(line)));
	}

	private static CharArrayBuffer buffer(String line) {
		CharArrayBuffer buffer = new CharArrayBuffer(64);
		buffer.append(line);
		return buffer;
	}

}
