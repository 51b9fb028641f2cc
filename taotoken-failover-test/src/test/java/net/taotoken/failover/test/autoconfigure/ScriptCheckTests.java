package net.taotoken.failover.test.autoconfigure;

import net.taotoken.failover.test.TaotokenServer;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.test.context.TestContext;

import static net.taotoken.failover.test.Replies.overload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ScriptCheckTests {

	@Test
	void testWhoseScriptIsTooShortFailsAndTheNextBeginsAnew() {
		try (TaotokenServer server = TaotokenServer.start()) {
			server.model("a").willOnce(overload());
			assertThat(catchThrowable(() -> server.template("a").chat("Why?"))).isNotNull();
			TestContext test = test(server);
			TaotokenServerTestExecutionListener listener = new TaotokenServerTestExecutionListener();
			assertThatIllegalStateException().isThrownBy(() -> listener.afterTestMethod(test))
				.withMessageContaining("a was asked 2 times");
			listener.afterTestMethod(test);
		}
	}

	private static TestContext test(TaotokenServer server) {
		StaticApplicationContext context = new StaticApplicationContext();
		context.registerBean(TaotokenServer.class, () -> server);
		context.refresh();
		TestContext test = mock();
		given(test.getTestClass()).willAnswer((invocation) -> AutoConfigureTaotokenServerTests.class);
		given(test.hasApplicationContext()).willReturn(true);
		given(test.getApplicationContext()).willReturn((ApplicationContext) context);
		return test;
	}

}
