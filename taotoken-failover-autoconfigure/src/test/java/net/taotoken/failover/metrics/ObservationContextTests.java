package net.taotoken.failover.metrics;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import net.taotoken.failover.route.Route;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The key values of our contexts are always those that a context of Micrometer has.
 */
class ObservationContextTests {

	private static final List<String> KEYS = List.of("a", "b", "c", "d", "e");

	static Stream<Arguments> contexts() {
		return LongStream.range(0, 100)
			.boxed()
			.flatMap((seed) -> Stream.of(Arguments.of(seed, new CallObservationContext("chat", "default", null)),
					Arguments.of(seed, new AttemptObservationContext("default",
							Route.of(Route.DEFAULT, "a").models().get(0), "a", null, 0))));
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("contexts")
	void keyValuesAreThoseOfMicrometer(long seed, Observation.Context ours) {
		Observation.Context theirs = new Observation.Context();
		Random random = new Random(seed);
		for (int i = 0; i < 20; i++) {
			long change = random.nextLong();
			assertThat(change(ours, new Random(change))).isSameAs(ours);
			change(theirs, new Random(change));
			assertThat(ours.getLowCardinalityKeyValues()).isEqualTo(theirs.getLowCardinalityKeyValues());
			assertThat(ours.getHighCardinalityKeyValues()).isEqualTo(theirs.getHighCardinalityKeyValues());
			assertThat(ours.getAllKeyValues()).isEqualTo(theirs.getAllKeyValues());
			for (String key : KEYS) {
				assertThat(ours.getLowCardinalityKeyValue(key)).isEqualTo(theirs.getLowCardinalityKeyValue(key));
				assertThat(ours.getHighCardinalityKeyValue(key)).isEqualTo(theirs.getHighCardinalityKeyValue(key));
			}
			assertThat(ours).hasToString(theirs.toString());
		}
	}

	private static Observation.Context change(Observation.Context context, Random random) {
		return switch (random.nextInt(10)) {
			case 0 -> context.addLowCardinalityKeyValue(keyValue(random));
			case 1 -> context.addHighCardinalityKeyValue(keyValue(random));
			case 2 -> context.removeLowCardinalityKeyValue(key(random));
			case 3 -> context.removeHighCardinalityKeyValue(key(random));
			case 4 -> context.removeLowCardinalityKeyValues(key(random), key(random));
			case 5 -> context.removeHighCardinalityKeyValues(key(random), key(random));
			case 6, 7 -> context.addLowCardinalityKeyValues(keyValues(random));
			default -> context.addHighCardinalityKeyValues(keyValues(random));
		};
	}

	private static KeyValues keyValues(Random random) {
		KeyValues keyValues = KeyValues.empty();
		for (int i = random.nextInt(5); i > 0; i--) {
			keyValues = keyValues.and(keyValue(random));
		}
		return keyValues;
	}

	private static KeyValue keyValue(Random random) {
		return KeyValue.of(key(random), Integer.toString(random.nextInt(3)));
	}

	private static String key(Random random) {
		return KEYS.get(random.nextInt(KEYS.size()));
	}

}
