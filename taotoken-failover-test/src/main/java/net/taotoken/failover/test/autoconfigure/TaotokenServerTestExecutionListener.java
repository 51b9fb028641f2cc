package net.taotoken.failover.test.autoconfigure;

import net.taotoken.failover.test.TaotokenServer;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Looks at the scripts after each test, and makes server and library as new.
 */
class TaotokenServerTestExecutionListener implements TestExecutionListener {

	@Override
	public void afterTestMethod(TestContext test) {
		if (!TaotokenServerContextCustomizerFactory.isWanted(test.getTestClass()) || !test.hasApplicationContext()) {
			return;
		}
		ApplicationContext context = test.getApplicationContext();
		TaotokenServer server = context.getBean(TaotokenServer.class);
		try {
			server.checkScripts();
		}
		finally {
			server.reset();
			LearntState.forget(context, server.time());
		}
	}

}
