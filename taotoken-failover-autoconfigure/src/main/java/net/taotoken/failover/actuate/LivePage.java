package net.taotoken.failover.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * The page for people: one HTML file, its script and its style sheet. All addresses in
 * them are relative, so that the page works under a context path and behind a proxy.
 *
 * @param root the last part of the path of the endpoint, below which the files are
 * @param state what the page shows
 */
record LivePage(String root, LiveState state) {

	private static final String STATE = "live";

	private static final Map<String, MimeType> FILES = Map.of("page.js", type("text", "javascript"), "page.css",
			type("text", "css"));

	/**
	 * Tells whether a path below the endpoint is one of the page's.
	 */
	static boolean has(String path) {
		return path.equals(STATE) || FILES.containsKey(path);
	}

	WebEndpointResponse<Object> html() {
		String html = read("page.html").replace("{endpoint}", this.root);
		return new WebEndpointResponse<>(html, WebEndpointResponse.STATUS_OK, type("text", "html"));
	}

	/**
	 * A file of the page, or what it shows.
	 * @param known the version that the page has already, for which the answer is empty,
	 * or {@code null}
	 */
	WebEndpointResponse<Object> get(String path, @Nullable String known) {
		if (!path.equals(STATE)) {
			return new WebEndpointResponse<>(read(path), WebEndpointResponse.STATUS_OK, FILES.get(path));
		}
		String changed = this.state.since(known);
		return (changed != null)
				? new WebEndpointResponse<>(changed, WebEndpointResponse.STATUS_OK, MimeTypeUtils.APPLICATION_JSON)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
	}

	private static String read(String file) {
		try (InputStream content = LivePage.class.getResourceAsStream(file)) {
			if (content == null) {
				throw new IllegalStateException("There is no file " + file);
			}
			return new String(content.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static MimeType type(String type, String subtype) {
		return new MimeType(type, subtype, StandardCharsets.UTF_8);
	}

}
