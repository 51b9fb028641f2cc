package net.taotoken.failover.field;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import net.taotoken.failover.health.ModelHealthSnapshot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams from the field, each through a whole application and over a socket. All of them
 * run at once, since some pause for seconds.
 */
class FieldStreamTests {

	private static final ExecutorService CALLERS = Executors.newFixedThreadPool(8);

	private static final Map<String, Future<Observed>> CALLS = new ConcurrentHashMap<>();

	@BeforeAll
	static void askAll() {
		casesAndWays().map(Arguments::get).forEach((arguments) -> {
			StreamCase row = (StreamCase) arguments[0];
			Way way = (Way) arguments[1];
			CALLS.put(row + " " + way, CALLERS.submit(() -> ask(row, way)));
		});
	}

	@AfterAll
	static void stop() {
		CALLERS.shutdownNow();
	}

	private static Observed ask(StreamCase row, Way way) {
		try (FieldGateway gateway = new FieldGateway().does("a", row::answer);
				FieldApplication application = new FieldApplication(gateway.url(), row.properties())) {
			Ending ending = way.ask(application);
			return new Observed(ending, gateway.asked(), Stream.of("a", "b", "c").map(application::health).toList(),
					row.bytesSent().getAndSet(0));
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("casesAndWays")
	void streamEndsAsItShould(StreamCase row, Way way) throws Exception {
		Observed seen = CALLS.get(row + " " + way).get(60, TimeUnit.SECONDS);
		assertThat(seen.ending().told()).isEqualTo(seen.asked());
		switch (row.outcome()) {
			case ANSWER -> assertThatItIsWhole(row, seen);
			case NEXT -> assertThatNextModelAnswers(seen);
			case BREAK -> {
				if (way == Way.LIVE) {
					assertThatItBreaks(seen);
				}
				else {
					assertThatNextModelAnswers(seen);
				}
			}
		}
		for (ModelHealthSnapshot other : seen.health().subList(1, 3)) {
			assertThat(other.isHealthy()).isTrue();
			assertThat(other.errors()).isZero();
		}
	}

	private static void assertThatItIsWhole(StreamCase row, Observed seen) {
		Ending ending = seen.ending();
		assertThat(ending.fault()).isNull();
		assertThat(seen.asked()).containsExactly("a");
		assertThat(ending.text()).isEqualTo(row.text("content"));
		assertThat(seen.health().get(0).errors()).isZero();
		assertThat(seen.health().get(0).successes()).isEqualTo(1);
		if (row.number("usage") != null) {
			assertThat(ending.completion().usage().totalTokens()).isEqualTo(row.number("usage").longValue());
		}
		if (row.text("arguments") != null) {
			assertThat(ending.toolArguments()).containsExactly(row.text("arguments"));
		}
		if (row.number("image") != null) {
			Object images = ending.completion().choices().get(0).message().extra().get("images");
			assertThat(String.valueOf(images)).hasSizeGreaterThan(row.number("image"));
		}
	}

	private static void assertThatNextModelAnswers(Observed seen) {
		assertThat(seen.ending().text()).isEqualTo(FieldGateway.greeting("b"));
		assertThat(seen.asked()).startsWith("a").endsWith("b").doesNotContain("c");
		assertThat(Collections.frequency(seen.asked(), "a")).isLessThanOrEqualTo(2);
		assertThat(Collections.frequency(seen.asked(), "b")).isEqualTo(1);
		// the largest answer, and what the buffers of the kernel hold
		assertThat(seen.bytesSent()).isLessThan(Collections.frequency(seen.asked(), "a") * (28L << 20));
	}

	private static void assertThatItBreaks(Observed seen) {
		assertThat(seen.ending().fault()).isNotNull();
		assertThat(seen.ending().completion()).isNull();
		assertThat(seen.asked()).containsExactly("a");
	}

	static Stream<Arguments> casesAndWays() {
		List<Arguments> all = new ArrayList<>();
		for (Way way : Way.values()) {
			StreamCase.all().filter((row) -> row.isDelivered(way)).forEach((row) -> all.add(Arguments.of(row, way)));
		}
		return all.stream();
	}

	/** What a call came to, and what it left behind. */
	private record Observed(Ending ending, List<String> asked, List<ModelHealthSnapshot> health, long bytesSent) {

	}

}
