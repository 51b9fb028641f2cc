package net.taotoken.failover.test.autoconfigure;

import net.taotoken.failover.TaotokenOperations;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * An application that reads invoices. Its key is not there in a test.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
class KitApplication {

	@Bean
	Invoices invoices(TaotokenOperations taotoken) {
		return new Invoices(taotoken);
	}

	/**
	 * What the application does.
	 *
	 * @param taotoken asks models
	 */
	record Invoices(TaotokenOperations taotoken) {

		String read(String text) {
			return this.taotoken.chat("The total as JSON: " + text);
		}

	}

}
