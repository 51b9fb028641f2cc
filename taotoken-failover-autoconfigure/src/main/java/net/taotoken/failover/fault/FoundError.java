package net.taotoken.failover.fault;

import java.util.List;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/**
 * What stands in a body, as it came.
 *
 * @param found whether something meant as an error was found
 * @param codes error codes, outermost first
 * @param types error types, outermost first
 * @param messages texts, outermost first
 * @param param the parameter that the error names
 * @param baseResp whether the codes are those of a {@code base_resp} object
 * @param retryable whether the server thinks that the request can be repeated
 * @param action what the server advises to do
 * @param root the whole body, or {@code null} if it is no JSON
 */
record FoundError(boolean found, List<String> codes, List<String> types, List<String> messages, @Nullable String param,
		boolean baseResp, @Nullable Boolean retryable, @Nullable String action, @Nullable JsonNode root) {

	static FoundError nothing() {
		return text(false, List.of(), List.of(), List.of());
	}

	static FoundError text(boolean found, List<String> codes, List<String> types, List<String> messages) {
		return new FoundError(found, codes, types, messages, null, false, null, null, null);
	}

}
