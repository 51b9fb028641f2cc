package net.taotoken.failover.test.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import net.taotoken.failover.test.TaotokenServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Classes of the same configuration share a context, and with it a server.
 */
class SharedContextTests {

	private static final Set<Object> SEEN = ConcurrentHashMap.newKeySet();

	@Nested
	@SpringBootTest
	@AutoConfigureTaotokenServer
	class One {

		@Test
		void contextAndServerAreShared(@Autowired ApplicationContext context, @Autowired TaotokenServer server) {
			isShared(context, server);
		}

	}

	@Nested
	@SpringBootTest
	@AutoConfigureTaotokenServer
	class Other {

		@Test
		void contextAndServerAreShared(@Autowired ApplicationContext context, @Autowired TaotokenServer server) {
			isShared(context, server);
		}

	}

	private static void isShared(ApplicationContext context, TaotokenServer server) {
		SEEN.add(context);
		SEEN.add(server);
		assertThat(SEEN).hasSize(2);
	}

}
