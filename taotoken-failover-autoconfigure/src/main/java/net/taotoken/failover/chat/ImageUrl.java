package net.taotoken.failover.chat;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import net.taotoken.failover.json.Copies;
import net.taotoken.failover.json.JsonFields;
import net.taotoken.failover.json.RecordReader;
import net.taotoken.failover.json.UnknownFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The address of an image.
 *
 * @param url an address, or the image itself as a {@code data:} URL
 * @param detail how closely the model looks, such as {@code low} or {@code high}, or
 * {@code null} to leave it to the model
 * @param extra all other fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = ImageUrl.Reader.class)
public record ImageUrl(@Nullable String url, @Nullable String detail,
		@UnknownFields Map<String, @Nullable Object> extra) {

	public ImageUrl {
		extra = Copies.extra(ImageUrl.class, extra);
	}

	@Override
	public String toString() {
		return "ImageUrl[detail=" + this.detail + "]";
	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<ImageUrl> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(ImageUrl.class);
		}

		@Override
		protected ImageUrl read(JsonFields fields) {
			String url = null;
			String detail = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "url" -> url = fields.text();
					case "detail" -> detail = fields.text();
					default -> fields.keep();
				}
			}
			return new ImageUrl(url, detail, fields.extra());
		}

	}

}
