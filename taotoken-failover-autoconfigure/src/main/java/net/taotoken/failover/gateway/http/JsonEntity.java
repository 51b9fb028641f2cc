package net.taotoken.failover.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

import org.apache.hc.core5.function.Supplier;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * A request body that is in memory already.
 *
 * @param json the body
 */
@SuppressWarnings("ArrayRecordComponent")
public record JsonEntity(byte[] json) implements HttpEntity {

	static final String CONTENT_TYPE = "application/json";

	@Override
	public boolean isRepeatable() {
		return true;
	}

	@Override
	public InputStream getContent() {
		return new ByteArrayInputStream(this.json);
	}

	@Override
	public void writeTo(OutputStream out) throws IOException {
		out.write(this.json);
	}

	@Override
	public boolean isStreaming() {
		return false;
	}

	@Override
	public @Nullable Supplier<List<? extends Header>> getTrailers() {
		return null;
	}

	@Override
	public long getContentLength() {
		return this.json.length;
	}

	@Override
	public String getContentType() {
		return CONTENT_TYPE;
	}

	@Override
	public @Nullable String getContentEncoding() {
		return null;
	}

	@Override
	public boolean isChunked() {
		return false;
	}

	@Override
	public Set<String> getTrailerNames() {
		return Set.of();
	}

	@Override
	public void close() {
	}

	@Override
	public String toString() {
		return "JsonEntity[" + this.json.length + " bytes]";
	}

}
