package net.taotoken.failover.chat;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import net.taotoken.failover.json.Copies;
import net.taotoken.failover.json.JsonFields;
import net.taotoken.failover.json.RecordReader;
import net.taotoken.failover.json.UnknownFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * One part of a message: a text, an image, or what {@code extra} holds.
 *
 * @param type the kind of part, such as {@code text}, {@code image_url},
 * {@code input_audio} or {@code file}
 * @param text the text of a {@code text} part
 * @param imageUrl the image of an {@code image_url} part
 * @param extra all other fields, such as {@code input_audio}
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = ContentPart.Reader.class)
public record ContentPart(@Nullable String type, @Nullable String text,
		@JsonProperty("image_url") @Nullable ImageUrl imageUrl, @UnknownFields Map<String, @Nullable Object> extra) {

	public ContentPart {
		extra = Copies.extra(ContentPart.class, extra);
	}

	/**
	 * A text.
	 * @param text the text
	 * @return the part
	 */
	public static ContentPart text(String text) {
		return new ContentPart("text", text, null, Map.of());
	}

	/**
	 * An image.
	 * @param url an address, or the image itself as a {@code data:} URL
	 * @return the part
	 */
	public static ContentPart imageUrl(String url) {
		return imageUrl(url, null);
	}

	/**
	 * An image to be looked at more or less closely.
	 * @param url an address, or the image itself as a {@code data:} URL
	 * @param detail such as {@code low}, {@code high} or {@code auto}
	 * @return the part
	 */
	public static ContentPart imageUrl(String url, @Nullable String detail) {
		return new ContentPart("image_url", null, new ImageUrl(url, detail, Map.of()), Map.of());
	}

	@Override
	public String toString() {
		return "ContentPart[type=" + this.type + "]";
	}

	/** Reads it from the wire. */
	static final class Reader extends RecordReader<ContentPart> {

		static final Reader INSTANCE = new Reader();

		Reader() {
			super(ContentPart.class);
		}

		@Override
		protected ContentPart read(JsonFields fields) {
			String type = null;
			String text = null;
			ImageUrl imageUrl = null;
			while (fields.next()) {
				switch (fields.name()) {
					case "type" -> type = fields.text();
					case "text" -> text = fields.content();
					case "image_url" -> imageUrl = fields.isText() ? new ImageUrl(fields.text(), null, Map.of())
							: fields.object(ImageUrl.Reader.INSTANCE);
					default -> fields.keep();
				}
			}
			return new ContentPart(type, text, imageUrl, fields.extra());
		}

	}

}
