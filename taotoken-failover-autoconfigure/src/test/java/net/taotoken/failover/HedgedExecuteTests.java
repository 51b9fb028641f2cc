package net.taotoken.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.engine.FailoverListener;
import net.taotoken.failover.engine.FailoverResult;
import net.taotoken.failover.route.Route;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code execute} where calls to the gateway are hedged: code of others is not,
 * as it may not stand two calls at once, or another thread.
 */
class HedgedExecuteTests {

	private final List<String> asked = new ArrayList<>();

	private final List<Route> hedges = new ArrayList<>();

	@Test
	void codeOfOthersIsCalledOnTheThreadOfTheCallerAndNeverTwiceAtOnce() throws IOException {
		Thread caller = Thread.currentThread();
		FailoverResult<String> result = executeSlowly((model) -> {
			assertThat(Thread.currentThread()).isSameAs(caller);
			return model;
		});
		assertThat(result.answer()).isEqualTo("a");
		assertThat(this.asked).containsExactly("a");
		assertThat(this.hedges).isEmpty();
	}

	@Test
	void codeOfOthersFailsOverAllTheSame() throws IOException {
		FailoverResult<String> result = executeSlowly((model) -> {
			if (model.equals("a")) {
				throw new IllegalStateException("a is broken");
			}
			return model;
		});
		assertThat(result.answer()).isEqualTo("b");
		assertThat(result.attempts()).hasSize(2);
	}

	private FailoverResult<String> executeSlowly(ModelCallback<String> callback) throws IOException {
		FailoverListener listener = new FailoverListener() {
			@Override
			public void callHedged(Route route) {
				HedgedExecuteTests.this.hedges.add(route);
			}
		};
		try (ModelServer server = new ModelServer(); TemplateOver templates = new TemplateOver(server)) {
			return templates.hedged(Duration.ofMillis(1))
				.listener(listener)
				.models("a", "b")
				.executeForResult((model) -> {
					this.asked.add(model);
					Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
					return callback.ask(model);
				});
		}
	}

}
