package net.taotoken.samples.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.HtmlUtils;

/**
 * Tells people who come with a browser what this is, and how to point their client here.
 */
@RestController
class WelcomeController {

	static final String PATH = "/";

	private final String page;

	private final boolean hasKeys;

	WelcomeController(GatewayProperties properties, @Value("classpath:welcome.html") Resource page) throws IOException {
		this.page = page.getContentAsString(StandardCharsets.UTF_8);
		this.hasKeys = !properties.apiKeys().isEmpty();
	}

	@GetMapping(PATH)
	ResponseEntity<String> welcome() {
		String base = ServletUriComponentsBuilder.fromCurrentContextPath().path("/v1").toUriString();
		String html = this.page.replace("{base}", HtmlUtils.htmlEscape(base))
			.replace("{key}", this.hasKeys ? "your-key-for-this-gateway" : "not-needed");
		return ResponseEntity.ok()
			.contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
			.header("Content-Security-Policy",
					"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'")
			.body(html);
	}

}
