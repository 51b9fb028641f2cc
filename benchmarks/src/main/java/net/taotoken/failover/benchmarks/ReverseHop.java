package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.net.URI;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A hop by hand that passes a request on and its answer back: no JSON is read, and
 * nothing is done against failures.
 */
@RestController
@EnableAutoConfiguration(excludeName = "net.taotoken.failover.autoconfigure.TaotokenFailoverAutoConfiguration")
public class ReverseHop {

	private final CloseableHttpClient http = FloorClient.httpClient();

	private final URI uri;

	/**
	 * Create the hop.
	 * @param url where requests are passed on to
	 */
	public ReverseHop(@Value("${hop.url}") String url) {
		this.uri = URI.create(url + "/v1/chat/completions");
	}

	/**
	 * Start the hop.
	 * @param args arguments of the application
	 */
	public static void main(String[] args) {
		SpringApplication.run(ReverseHop.class, args);
	}

	@PostMapping("/v1/chat/completions")
	void pass(HttpServletRequest request, HttpServletResponse response) throws IOException {
		HttpPost post = new HttpPost(this.uri);
		post.setHeader("Authorization", "Bearer " + FloorClient.KEY);
		post.setEntity(new ByteArrayEntity(request.getInputStream().readAllBytes(), ContentType.APPLICATION_JSON));
		this.http.execute(post, (answer) -> {
			byte[] body = EntityUtils.toByteArray(answer.getEntity());
			response.setStatus(answer.getCode());
			response.setContentType("application/json");
			response.setContentLength(body.length);
			response.getOutputStream().write(body);
			return body.length;
		});
	}

}
