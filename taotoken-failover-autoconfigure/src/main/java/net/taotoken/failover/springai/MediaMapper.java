package net.taotoken.failover.springai;

import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import net.taotoken.failover.chat.ContentPart;

import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/**
 * From media of Spring AI to parts of a message: images, sounds and PDF files.
 */
final class MediaMapper {

	private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*:.*", Pattern.DOTALL);

	private MediaMapper() {
	}

	/**
	 * Map media.
	 * @throws IllegalArgumentException if there is no part for it
	 */
	static ContentPart part(Media media) {
		MimeType type = media.getMimeType();
		if ("image".equals(type.getType())) {
			return ContentPart.imageUrl(url(media));
		}
		if ("audio".equals(type.getType())) {
			return new ContentPart("input_audio", null, null,
					Map.of("input_audio", Map.of("data", base64(media), "format", audioFormat(type))));
		}
		if ("application/pdf".equals(type.getType() + "/" + type.getSubtype())) {
			return new ContentPart("file", null, null,
					Map.of("file", Map.of("filename", media.getName(), "file_data", url(media))));
		}
		throw new IllegalArgumentException("Media of the type " + type
				+ " cannot be sent: only images, sounds and PDF files can; send a text as part of the message");
	}

	/** An address, or the data themselves as one. */
	private static String url(Media media) {
		if (media.getData() instanceof byte[] || !SCHEME.matcher(media.getData().toString()).matches()) {
			return "data:" + media.getMimeType() + ";base64," + base64(media);
		}
		return media.getData().toString();
	}

	private static String base64(Media media) {
		if (media.getData() instanceof byte[] bytes) {
			return Base64.getEncoder().encodeToString(bytes);
		}
		String text = media.getData().toString();
		if (text.startsWith("data:")) {
			return text.substring(text.indexOf(',') + 1);
		}
		if (SCHEME.matcher(text).matches()) {
			throw new IllegalArgumentException(
					"Media of the type " + media.getMimeType() + " cannot be sent by an address: give its bytes");
		}
		return text;
	}

	private static String audioFormat(MimeType type) {
		String subtype = type.getSubtype().toLowerCase(Locale.ROOT);
		return switch (subtype) {
			case "mpeg", "mpeg3", "x-mpeg-3" -> "mp3";
			case "x-wav", "wave", "vnd.wave" -> "wav";
			default -> subtype;
		};
	}

}
