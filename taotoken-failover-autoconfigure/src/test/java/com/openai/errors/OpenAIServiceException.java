package com.openai.errors;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Has the name and the methods of the exception of {@code openai-java}, whose JSON
 * library is not for this build.
 */
public class OpenAIServiceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int statusCode;

	private final transient Headers headers;

	private final @Nullable String code;

	public OpenAIServiceException(int statusCode, String message, @Nullable String code,
			Map<String, List<String>> headers) {
		super(message);
		this.statusCode = statusCode;
		this.code = code;
		this.headers = new Headers(headers);
	}

	public int statusCode() {
		return this.statusCode;
	}

	public Headers headers() {
		return this.headers;
	}

	public Optional<String> code() {
		return Optional.ofNullable(this.code);
	}

	public Optional<String> type() {
		return Optional.empty();
	}

	/**
	 * Headers, as the client has them.
	 *
	 * @param all by their names in lower case
	 */
	public record Headers(Map<String, List<String>> all) {

		public Set<String> names() {
			return this.all.keySet();
		}

		public List<String> values(String name) {
			return this.all.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
		}

	}

}
