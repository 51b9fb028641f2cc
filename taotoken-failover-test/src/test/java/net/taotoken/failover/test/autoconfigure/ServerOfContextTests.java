package net.taotoken.failover.test.autoconfigure;

import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;

import net.taotoken.failover.test.TaotokenServer;
import net.taotoken.failover.test.TaotokenTime;
import net.taotoken.failover.time.TimeSource;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.test.context.MergedContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class ServerOfContextTests {

	@Test
	void serverEndsWithItsContext() {
		URI address;
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			customize(context);
			context.refresh();
			address = context.getBean(TaotokenServer.class).baseUrl();
		}
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(address.getHost(), address.getPort()).close());
	}

	@Test
	void timeOfTheServerComesBeforeThatOfTheApplication() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			customize(context);
			context.registerBean("own", TimeSource.class, TimeSource::system);
			context.refresh();
			assertThat(context.getBeanProvider(TimeSource.class).getIfUnique()).isInstanceOf(TaotokenTime.class);
		}
	}

	private static void customize(AnnotationConfigApplicationContext context) {
		TaotokenServerContextCustomizer.INSTANCE.customizeContext(context, mock(MergedContextConfiguration.class));
	}

}
