package net.taotoken.failover.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;

/**
 * Reads many small values that come one after the other, each from bytes of its own. One
 * parser reads them all: to make one takes more memory than a piece of an answer does.
 * What is not one whole value is left to the reader alone, so that it reads, or is
 * refused, as if it had come alone.
 * <p>
 * To be used by one thread at a time, and to be closed by the one that has read last.
 * Then the buffers of the parser are used again; without that they are garbage, and no
 * harm is done.
 *
 * @param <T> the type of the values
 */
public final class JsonSeries<T> implements AutoCloseable {

	/** A parser remembers the name of each field that it has met. */
	private static final int MOST_BYTES = 1024 * 1024;

	private final ObjectReader reader;

	private final Bytes bytes = new Bytes();

	private @Nullable MappingIterator<T> values;

	private int read;

	/**
	 * Create a series.
	 * @param reader reads each value
	 */
	public JsonSeries(ObjectReader reader) {
		this.reader = reader.withAttribute(RepeatedTexts.class, new RepeatedTexts());
	}

	/**
	 * Read the next value.
	 * @param array holds its bytes
	 * @param offset where they begin
	 * @param length how many they are
	 * @return the value
	 * @throws JacksonException if the bytes are not one value and nothing else
	 */
	public T read(byte[] array, int offset, int length) {
		T value = next(array, offset, length);
		if (value != null) {
			return value;
		}
		close();
		return this.reader.readValue(array, offset, length);
	}

	private @Nullable T next(byte[] array, int offset, int length) {
		if (this.read > MOST_BYTES - length) {
			close();
		}
		this.read += length;
		this.bytes.set(array, offset, length);
		try {
			MappingIterator<T> values = values();
			T value = values.nextValue();
			values.parser().releaseBuffered(WhiteSpace.ONLY);
			return this.bytes.areRead() ? value : null;
		}
		catch (JacksonException | NoSuchElementException ex) {
			return null;
		}
	}

	private MappingIterator<T> values() {
		MappingIterator<T> values = this.values;
		if (values == null) {
			values = this.reader.readValues(this.bytes);
			this.values = values;
		}
		return values;
	}

	@Override
	public void close() {
		if (this.values != null) {
			this.values.close();
		}
		this.values = null;
		this.read = 0;
	}

	/** The bytes of the value that is read; the parser sees no others. */
	private static final class Bytes extends InputStream {

		private byte[] array = {};

		private int position;

		private int end;

		void set(byte[] array, int offset, int length) {
			this.array = array;
			this.position = offset;
			this.end = offset + length;
		}

		boolean areRead() {
			return this.position == this.end;
		}

		@Override
		public int read() {
			return areRead() ? -1 : this.array[this.position++] & 0xFF;
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			int count = Math.min(length, this.end - this.position);
			System.arraycopy(this.array, this.position, target, offset, count);
			this.position += count;
			return (count > 0) ? count : -1;
		}

	}

	/** Takes white space of JSON, and refuses everything else. */
	private static final class WhiteSpace extends OutputStream {

		static final WhiteSpace ONLY = new WhiteSpace();

		@Override
		public void write(int value) throws IOException {
			if (value != ' ' && value != '\n' && value != '\r' && value != '\t') {
				throw new IOException("more than white space");
			}
		}

	}

}
