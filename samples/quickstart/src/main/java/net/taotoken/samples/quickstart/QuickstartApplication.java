package net.taotoken.samples.quickstart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Answers questions at {@code /ask} from the best model that can answer now.
 */
@SpringBootApplication
public class QuickstartApplication {

	/**
	 * Start the application.
	 * @param args settings such as {@code --server.port=9090}
	 */
	public static void main(String[] args) {
		SpringApplication.run(QuickstartApplication.class, args);
	}

}
