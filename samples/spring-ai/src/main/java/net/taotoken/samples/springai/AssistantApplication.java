package net.taotoken.samples.springai;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An assistant with a tool, a form and a stream. Without an API key its models are those
 * that the quickstart simulates.
 */
@SpringBootApplication(
		scanBasePackages = { "net.taotoken.samples.springai", "net.taotoken.samples.quickstart.simulation" })
public class AssistantApplication {

	/**
	 * Start the application.
	 * @param args settings such as {@code --server.port=9090}
	 */
	public static void main(String[] args) {
		SpringApplication.run(AssistantApplication.class, args);
	}

}
