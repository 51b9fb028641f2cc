package net.taotoken.samples.gateway;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Writes answers in bytes, past the JSON mapper of the application.
 */
final class Replies {

	private Replies() {
	}

	static void error(HttpServletResponse response, OpenAiError error) throws IOException {
		json(response, error.status(), error.json());
	}

	static void json(HttpServletResponse response, int status, byte[] json) throws IOException {
		response.setStatus(status);
		response.setContentType("application/json");
		response.setContentLength(json.length);
		response.getOutputStream().write(json);
	}

}
