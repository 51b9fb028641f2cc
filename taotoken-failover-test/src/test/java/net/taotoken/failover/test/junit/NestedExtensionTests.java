package net.taotoken.failover.test.junit;

import net.taotoken.failover.TaotokenTemplate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One server for all classes inside of a class.
 */
class NestedExtensionTests {

	@RegisterExtension
	static TaotokenServerExtension taotoken = new TaotokenServerExtension();

	static final TaotokenTemplate TEMPLATE = taotoken.template("a");

	@Nested
	class One {

		@Test
		void serverRuns() {
			assertThat(TEMPLATE.chat("Why?")).isEqualTo("This is a.");
		}

	}

	@Nested
	class Other {

		@Test
		void serverStillRuns() {
			assertThat(TEMPLATE.chat("Why?")).isEqualTo("This is a.");
		}

	}

}
