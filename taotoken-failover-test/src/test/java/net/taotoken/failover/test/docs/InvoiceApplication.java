package net.taotoken.failover.test.docs;

import net.taotoken.failover.TaotokenOperations;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The application of the recipes.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
class InvoiceApplication {

	@Bean
	InvoiceService invoices(TaotokenOperations taotoken) {
		return new InvoiceService(taotoken);
	}

}
