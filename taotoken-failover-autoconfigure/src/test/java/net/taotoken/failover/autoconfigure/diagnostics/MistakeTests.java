package net.taotoken.failover.autoconfigure.diagnostics;

import java.util.stream.Stream;

import net.taotoken.failover.autoconfigure.Startup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Each mistake stops the start with a message that names the key, the problem and the
 * line to write.
 */
class MistakeTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void wrongSettingIsRefusedWithAdvice(String written, String key, String problem, String line) {
		String failure = Startup.with(written.split("\n")).failureText();
		assertThat(failure).contains("'" + key + "'", problem, "\n    " + line).doesNotContain("secret-key-4711");
	}

	static Stream<Arguments> wrongSettingIsRefusedWithAdvice() {
		return Stream.of(lists(), routes(), times(), numbers(), words(), faults(), models(), connection(), console())
			.flatMap((arguments) -> arguments);
	}

	private static Stream<Arguments> lists() {
		String line = "taotoken.model-priority=claude-sonnet-4-6,gpt-4-turbo-preview";
		return Stream.of(arguments("taotoken.model-priority=", "taotoken.model-priority", "names no model", line),
				arguments("taotoken.model-priority=a,b,a", "taotoken.model-priority", "'a' twice", line),
				arguments("taotoken.model-priority=a,,b", "taotoken.model-priority", "blank", line),
				arguments("taotoken.model-priority=[\"a\",\"\"]", "taotoken.model-priority", "blank", line),
				arguments("taotoken.model-priority=a b;c", "taotoken.model-priority", "'a b;c'",
						"taotoken.model-priority=a,b,c"),
				arguments("taotoken.model-priority=${NO_SUCH_LIST}", "taotoken.model-priority", "'NO_SUCH_LIST'",
						"export NO_SUCH_LIST="),
				arguments("taotoken.model-priority=[a,b]", "taotoken.model-priority",
						"not a JSON array of strings: [a,b]", "taotoken.model-priority=[\"claude"),
				arguments("taotoken.model-priority=[\"a\",null]", "taotoken.model-priority", "not a JSON array",
						"taotoken.model-priority=[\"claude"),
				arguments("taotoken.model-priority=[[\"a\"]]", "taotoken.model-priority", "not a JSON array",
						"taotoken.model-priority=[\"claude"),
				arguments("taotoken.model-priority=[]", "taotoken.model-priority", "names no model", line));
	}

	private static Stream<Arguments> routes() {
		return Stream.of(
				arguments("taotoken.routes.default.model-priority=a", "taotoken.routes.default", "default route",
						"taotoken.model-priority="),
				arguments("taotoken.routes.model-a.model-priority=a", "taotoken.routes.model-a",
						"model of the same name", "taotoken.routes.model-a-first.model-priority=model-a"),
				arguments("taotoken.routes.cheap.strategy=priority", "taotoken.routes.cheap.model-priority",
						"names no model", "taotoken.routes.cheap.model-priority="),
				arguments("taotoken.routes.cheap.model-priority=x,x", "taotoken.routes.cheap.model-priority",
						"'x' twice", "taotoken.routes.cheap.model-priority="),
				arguments("taotoken.routes.cheap=x,y", "taotoken.routes.cheap", "A route is a group",
						"taotoken.routes.cheap.model-priority="),
				arguments("taotoken.routes[my.route].model-priority=x,x", "taotoken.routes[my.route].model-priority",
						"'x' twice", "taotoken.routes[my.route].model-priority="),
				arguments("taotoken.strategy=cheapest", "taotoken.strategy",
						"No model of the route 'default' has a price", "taotoken.models.model-a.input-price=2.5"),
				arguments("taotoken.routes.cheap.model-priority=x\ntaotoken.routes.cheap.strategy=cheapest",
						"taotoken.routes.cheap.strategy", "No model of the route 'cheap'",
						"taotoken.models.x.input-price=2.5"),
				arguments("""
						taotoken.strategy=weighted
						taotoken.models.model-a.weight=0
						taotoken.models.model-b.weight=0""", "taotoken.models.model-a.weight", "weights of all models",
						"taotoken.models.model-a.weight=1"),
				arguments("""
						taotoken.models.model-a.only-on=rate-limited
						taotoken.models.model-b.only-on=timeout""", "taotoken.models.model-a.only-on",
						"no call could begin", "nothing: remove 'only-on'"));
	}

	private static Stream<Arguments> times() {
		return Stream.of(time("taotoken.timeouts.connect", "0s", "0s", "5s"),
				time("taotoken.timeouts.connect", "2h", "between 1ms and 1h", "5s"),
				time("taotoken.timeouts.total", "-1s", "-1s", "120s"),
				time("taotoken.timeouts.total", "25h", "more than 24 hours", "120s"),
				time("taotoken.timeouts.first-token", "0", "above zero", "10s"),
				time("taotoken.timeouts.stall", "-5ms", "-5ms", "30s"),
				time("taotoken.timeouts.response", "-5s", "above zero", "60s"),
				time("taotoken.timeouts.response", "180s", "longer than 'taotoken.timeouts.total' (120s)", "60s"),
				time("taotoken.timeouts.first-token", "121s", "longer than 'taotoken.timeouts.total' (120s)", "60s"),
				time("taotoken.models.model-a.timeouts.response", "3m", "longer than 'taotoken.timeouts.total'", "60s"),
				arguments(
						"taotoken.routes.r.model-priority=x\ntaotoken.routes.r.timeouts.total=20s\n"
								+ "taotoken.routes.r.timeouts.response=21s",
						"taotoken.routes.r.timeouts.response", "longer than 'taotoken.routes.r.timeouts.total' (20s)",
						"taotoken.routes.r.timeouts.response=10s"),
				time("taotoken.retry.patience", "-1s", "negative", "2s"),
				time("taotoken.retry.patience", "3m", "longer than a whole call may take (120s)", "2s"),
				time("taotoken.retry.max-wait", "25h", "24 hours", "8s"),
				time("taotoken.faults.timeout.cool-down", "-5s", "negative", "30s"),
				time("taotoken.faults.overloaded.wait", "25h", "24 hours", "1s"),
				time("taotoken.health.window", "0s", "above zero", "60s"),
				time("taotoken.health.cool-down", "0s", "above zero", "5s"),
				time("taotoken.health.max-cool-down", "4s", "shorter than the first cool-down", "5s"),
				time("taotoken.health.max-server-cool-down", "-4s", "negative", "1h"),
				time("taotoken.health.remember-unsupported", "-4s", "negative", "10m"),
				arguments("taotoken.health.demote-below=5", "taotoken.health.demote-below", "between 0 and 1",
						"taotoken.health.demote-below=0.05"),
				time("taotoken.timeouts.stream-total", "0s", "above zero", "10m"),
				time("taotoken.hedge.after", "-2s", "above zero", "2s"),
				time("taotoken.hedge.after", "5", "has no unit: 5s or 5ms?", "5s"),
				time("taotoken.hedge.after", "atuo", "a time such as 2s or 500ms, or auto. Did you mean 'auto'?",
						"auto"),
				time("taotoken.hedge.after", "soon", "'soon', but it must be a time such as 2s or 500ms, or auto",
						"2s"),
				arguments("taotoken.hedge.after=${NO_SUCH_TIME}", "taotoken.hedge.after", "'NO_SUCH_TIME'",
						"export NO_SUCH_TIME="),
				arguments("taotoken.hedge.after=auto\ntaotoken.timeouts.learn=false", "taotoken.hedge.after",
						"'taotoken.timeouts.learn' is false", "taotoken.hedge.after=2s"),
				time("taotoken.timeouts.first-token-floor", "0s", "above zero", "3333ms"),
				time("taotoken.timeouts.first-token-floor", "11s", "longer than 'taotoken.timeouts.first-token' (10s)",
						"3333ms"),
				arguments("taotoken.timeouts.first-token=3s\ntaotoken.timeouts.first-token-floor=4s",
						"taotoken.timeouts.first-token-floor", "longer than 'taotoken.timeouts.first-token' (3s)",
						"taotoken.timeouts.first-token-floor=1s"),
				time("taotoken.timeouts.learn", "maybe", "true or false", "true"),
				arguments("taotoken.hedge.max-extra=5", "taotoken.hedge.max-extra", "between 0 and 1",
						"taotoken.hedge.max-extra=0.05"),
				time("taotoken.timeouts.total", "soon", "'soon', but it must be a time such as 5s, 500ms or 2m", "5s"));
	}

	private static Arguments time(String key, String value, String problem, String good) {
		return arguments(key + "=" + value, key, problem, key + "=" + good);
	}

	private static Stream<Arguments> numbers() {
		return Stream.of(time("taotoken.retry.max-attempts", "0", "at least 1", "2"),
				time("taotoken.retry.max-total-attempts", "-1", "at least 1", "6"),
				time("taotoken.retry.multiplier", "0.5", "between 1 and 100", "2"),
				time("taotoken.retry.jitter", "1.5", "between 0 and 1", "0.2"),
				time("taotoken.retry.jitter", "NaN", "between 0 and 1", "0.2"),
				time("taotoken.retry.budget", "-0.1", "not negative", "0.2"),
				time("taotoken.faults.overloaded.max-attempts", "0", "at least 1", "2"),
				time("taotoken.health.failure-rate", "0", "above 0 and at most 1", "0.5"),
				time("taotoken.health.failure-rate", "1.1", "above 0 and at most 1", "0.5"),
				time("taotoken.health.minimum-calls", "0", "at least 1", "5"),
				time("taotoken.models.model-a.weight", "-1", "not negative", "1"),
				time("taotoken.models.model-a.input-price", "-1", "not negative", "2.5"),
				time("taotoken.models.model-a.output-price", "-1", "not negative", "2.5"),
				time("taotoken.models.model-a.context-window", "0", "at least 1", "128000"),
				time("taotoken.models.model-a.limits.rpm", "0", "a limit below 1", "60"),
				time("taotoken.models.model-a.limits.tpm", "-1", "a limit below 1", "100000"),
				time("taotoken.models.model-a.limits.concurrent", "0", "a limit below 1", "8"),
				time("taotoken.http.max-connections", "0", "at least 1", "256"),
				time("taotoken.max-response-size", "0", "between 1B and 1GB", "16MB"),
				time("taotoken.max-response-size", "2GB", "between 1B and 1GB", "16MB"),
				time("taotoken.retry.max-attempts", "two", "'two', but it must be a whole number", "2"),
				time("taotoken.retry.jitter", "much", "'much', but it must be a number", "0.5"),
				time("taotoken.max-response-size", "big", "a size such as 16MB", "16MB"),
				time("taotoken.obey-error-hints", "perhaps", "true or false", "true"));
	}

	private static Stream<Arguments> words() {
		return Stream.of(
				time("taotoken.strategy", "priorty", "one of priority, healthiest, fastest, cheapest, weighted.",
						"priority"),
				time("taotoken.faults.timeout.reaction", "swich", "Did you mean 'switch'?", "switch"),
				time("taotoken.models.model-a.only-on", "rate-limit", "Did you mean 'rate-limited'?", "rate-limited"),
				time("taotoken.models.model-a.only-on", "nonsense-of-some-kind", "one of rate-limited, overloaded",
						"rate-limited"),
				arguments("taotoken.faults.rate-limitted.wait=1s", "taotoken.faults.rate-limitted",
						"Did you mean 'rate-limited'?", "taotoken.faults.rate-limited.wait=5s"),
				arguments("taotoken.timeout.total=60s", "taotoken.timeout.total", "There is no such property",
						"taotoken.timeouts.total="),
				arguments("taotoken.total-timeout=60s", "taotoken.total-timeout",
						"Did you mean 'taotoken.timeouts.total'", "taotoken.timeouts.total="),
				arguments("taotoken.routes.r.model-priority=x\ntaotoken.routes.r.stratgy=fastest",
						"taotoken.routes.r.stratgy", "There is no such property", "taotoken.routes.r.strategy="),
				arguments("taotoken.routes.r.model-priority=x\ntaotoken.routes.r.timeouts.connect=1s",
						"taotoken.routes.r.timeouts.connect", "There is no such property", "taotoken."),
				arguments("taotoken.models.gpt-4.1.weight=2", "taotoken.models.gpt-4.1.weight",
						"goes in square brackets", "taotoken.models[gpt-4.1].weight="),
				arguments("taotoken.models[gpt-4.1].wieght=2", "taotoken.models[gpt-4.1].wieght",
						"There is no such property", "taotoken.models[gpt-4.1].weight="),
				arguments("taotoken.models.x.timeouts.first_tokn=2s", "taotoken.models.x.timeouts.firsttokn",
						"There is no such property", "taotoken.models.x.timeouts.first-token="),
				arguments("taotoken.models=a,b", "taotoken.models", "list of models has another key",
						"taotoken.model-priority="),
				arguments("taotoken.models[0]=a", "taotoken.models[0]", "list of models has another key",
						"taotoken.model-priority="),
				arguments("taotoken.timeouts=5s", "taotoken.timeouts", "group of properties",
						"taotoken.timeouts.connect="));
	}

	private static Stream<Arguments> faults() {
		String rule = "taotoken.fault-mappings[0].";
		return Stream.of(
				arguments("taotoken.faults.cancelled.reaction=retry", "taotoken.faults.cancelled", "always ends",
						"nothing: remove"),
				arguments(rule + "fault=overloaded", "taotoken.fault-mappings[0]", "no condition", rule + "status=529"),
				arguments(rule + "status=529", rule + "fault", "does not say which kind", rule + "fault=overloaded"),
				arguments(rule + "status=42\n" + rule + "fault=overloaded", rule + "status", "not an HTTP status",
						rule + "status=529"),
				arguments(rule + "message=(\n" + rule + "fault=overloaded", rule + "message",
						"not a regular expression", rule + "message="),
				arguments(rule + "status=499\n" + rule + "fault=cancelled", rule + "fault", "caller went away",
						rule + "fault=invalid-request"),
				arguments(rule + "status=499\n" + rule + "fault=overlode", rule + "fault", "Did you mean 'overloaded'?",
						rule + "fault=overloaded"),
				arguments(rule + "status=499\n" + rule + "falt=overloaded", rule + "falt", "There is no such property",
						rule + "fault="));
	}

	private static Stream<Arguments> models() {
		return Stream.of(arguments("taotoken.models[meta/llama].weight=-1", "taotoken.models[meta/llama].weight",
				"not negative", "taotoken.models[meta/llama].weight=1"));
	}

	private static Stream<Arguments> connection() {
		String url = "taotoken.base-url=https://taotoken.net/api";
		return Stream.of(
				arguments("taotoken.api-key=  ", "taotoken.api-key", "missing", "taotoken.api-key=${TAOTOKEN_API_KEY}"),
				arguments("taotoken.api-key=${NO_SUCH_KEY}", "taotoken.api-key", "'NO_SUCH_KEY'",
						"export NO_SUCH_KEY="),
				arguments("taotoken.api-key=secret-key-4711 and more", "taotoken.api-key", "blanks",
						"taotoken.api-key=${TAOTOKEN_API_KEY}"),
				arguments("taotoken.base-url=taotoken.net/api", "taotoken.base-url", "not an absolute", url),
				arguments("taotoken.base-url=ftp://taotoken.net", "taotoken.base-url", "not an absolute", url),
				arguments("taotoken.base-url=https:///api", "taotoken.base-url", "not a", url),
				arguments("taotoken.base-url=https://a b", "taotoken.base-url", "not a URL", url),
				arguments("taotoken.base-url=https://u:secret-key-4711@taotoken.net", "taotoken.base-url",
						"user or password", url),
				arguments("taotoken.base-url=https://taotoken.net/?key=secret-key-4711", "taotoken.base-url", "'?'",
						url),
				arguments("taotoken.base-url=${NO_SUCH_URL}", "taotoken.base-url", "'NO_SUCH_URL'",
						"export NO_SUCH_URL="),
				arguments("taotoken.models-path=v1/models", "taotoken.models-path", "begin with one slash",
						"taotoken.models-path=/v1/models"),
				arguments("taotoken.chat-completions-path=//x", "taotoken.chat-completions-path",
						"begin with one slash", "taotoken.chat-completions-path=/v1/chat/completions"),
				arguments("taotoken.http.headers[a b]=c", "taotoken.http.headers[a b]", "cannot be the name",
						"taotoken.http.headers.X-Title="),
				arguments("taotoken.http.headers.Authorization=secret-key-4711", "taotoken.http.headers[Authorization]",
						"The key is sent", "taotoken.api-key="),
				arguments("taotoken.http.headers.content-length=1", "taotoken.http.headers.content-length",
						"set by the HTTP client", "nothing: remove"),
				arguments("taotoken.http.headers.x-title=gr\u00fcn", "taotoken.http.headers.x-title", "cannot carry",
						"taotoken.http.headers.x-title="));
	}

	@ParameterizedTest
	@ValueSource(classes = { InvalidTaotokenConfigurationFailureAnalyzer.class,
			UnknownTaotokenPropertyFailureAnalyzer.class, TaotokenConversionFailureAnalyzer.class })
	void analyzerIsAskedBeforeThoseOfSpringBoot(Class<?> analyzer) {
		assertThat(OrderUtils.getOrder(analyzer)).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
	}

	private static Stream<Arguments> console() {
		String url = "taotoken.console.status-url=";
		String status = "taotoken.console.status.";
		String good = url + "https://console.example.com/api/models";
		String state = status + "state=/s\n";
		return Stream.of(time("taotoken.console.demote-below", "1.5", "between 0 and 1", "0.1"),
				time("taotoken.console.demote-below", "-0.1", "between 0 and 1", "0.1"),
				time("taotoken.console.models.interval", "999ms", "999ms, but it must be at least 1s", "5m"),
				time("taotoken.console.models.interval", "-1s", "above zero", "5m"),
				time("taotoken.console.models.timeout", "0s", "above zero", "5s"),
				time("taotoken.console.models.jitter", "2", "between 0 and 1", "0.2"),
				time("taotoken.console.status.interval", "10ms", "at least 1s", "60s"),
				time("taotoken.console.balance.interval", "25h", "24 hours", "5m"),
				arguments("taotoken.console.balance.enabled=true\ntaotoken.console.balance.low=-1",
						"taotoken.console.balance.low", "not negative", "taotoken.console.balance.low=10"),
				time("taotoken.console.balance.subscription-path", "v1/x", "begin with one slash",
						"/v1/dashboard/billing/subscription"),
				time("taotoken.console.balance.usage-path", "v1/x", "begin with one slash",
						"/v1/dashboard/billing/usage"),
				arguments("taotoken.console.balance.low=5", "taotoken.console.balance.low", "no effect",
						"taotoken.console.balance.enabled=true"),
				arguments("taotoken.console.models.fail-on-missing=true", "taotoken.console.models.fail-on-missing",
						"no effect", "taotoken.console.models.enabled=true"),
				arguments(state + url + "console/status", "taotoken.console.status-url", "not an absolute", good),
				arguments(state + url + "https://a b", "taotoken.console.status-url", "not a URL", good),
				arguments(state + url + "https://u:secret-key-4711@host/", "taotoken.console.status-url",
						"user, a password", good),
				arguments(state + url + "${NO_SUCH_URL}", "taotoken.console.status-url", "'NO_SUCH_URL'",
						"export NO_SUCH_URL="),
				arguments(url + "https://host/", "taotoken.console.status-url", "Nothing says what to read",
						status + "state=/status"),
				arguments(state, "taotoken.console.status-url", "is missing", good),
				arguments(status + "headers.X-Token=t", "taotoken.console.status-url", "is missing", good),
				arguments(url + "https://host/\n" + status + "state=status", status + "state",
						"'status', but a JSON pointer begins with a slash", status + "state=/status"),
				arguments(url + "https://host/\n" + state + status + "entries=data", status + "entries", "JSON pointer",
						status + "entries=/data"),
				arguments(url + "https://host/\n" + state + status + "model=id", status + "model", "JSON pointer",
						status + "model=/id"),
				arguments(url + "https://host/\n" + state + status + "quota-total=/t", status + "quota-remaining",
						"is missing", status + "quota-remaining=/quota/remaining"),
				arguments(url + "https://host/\n" + state + status + "headers[a b]=c", status + "headers[a b]",
						"cannot be the name", status + "headers.X-Title="),
				arguments(url + "https://host/\n" + state + status + "headers.X-Token=${NO_SUCH_TOKEN}",
						status + "headers[X-Token]", "'NO_SUCH_TOKEN'", "export NO_SUCH_TOKEN="),
				arguments("taotoken.console.model.enabled=true", "taotoken.console.model.enabled", "no such property",
						"taotoken.console.models.enabled="));
	}

}
