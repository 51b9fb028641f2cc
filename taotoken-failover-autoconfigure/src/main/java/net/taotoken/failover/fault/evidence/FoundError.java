package net.taotoken.failover.fault.evidence;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The error that stands in a body, as it came.
 *
 * @param found whether something meant as an error was found
 * @param codes error codes, outermost first
 * @param types error types, outermost first
 * @param messages texts, outermost first
 * @param param the parameter that the error names, as a path with dots between the names
 * @param baseResp whether the codes are those of a {@code base_resp} object
 * @param retryable whether the server thinks that the request can be repeated
 * @param action what the server advises to do
 * @param root the whole body, or {@code null} if it is no JSON
 */
public record FoundError(boolean found, List<String> codes, List<String> types, List<String> messages,
		@Nullable String param, boolean baseResp, @Nullable Boolean retryable, @Nullable String action,
		@Nullable JsonNode root) {

	private static final Pattern SIMPLE_NAME = Pattern.compile("[a-z][a-z_]{0,39}");

	/** The parameter that the error names, unless it is a path into a larger one. */
	public @Nullable String parameter() {
		Matcher matcher = (this.param != null) ? SIMPLE_NAME.matcher(this.param) : null;
		return (matcher != null && matcher.matches()) ? this.param : null;
	}

	static FoundError nothing() {
		return text(false, List.of(), List.of(), List.of());
	}

	static FoundError text(boolean found, List<String> codes, List<String> types, List<String> messages) {
		return new FoundError(found, codes, types, messages, null, false, null, null, null);
	}

}
