package net.taotoken.failover.benchmarks;

import java.util.Collection;
import java.util.Objects;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the engines with one and with two threads, in rounds: a round has a fresh JVM for
 * each of them.
 */
final class EngineRun {

	static final String NANOS = "ns/op";

	static final String BYTES = "bytes/op";

	/** Each in JVMs of its own, which differ in what their compilers inline. */
	private static final int LARGEST_ROUNDS = 11;

	private final Plan plan;

	EngineRun(Plan plan) {
		this.plan = plan;
	}

	Figures run() throws RunnerException {
		Figures figures = new Figures();
		for (int round = 1; round <= Math.min(this.plan.rounds(), LARGEST_ROUNDS); round++) {
			for (int threads = 1; threads <= 2; threads++) {
				for (RunResult result : measure(threads)) {
					String label = result.getParams().getBenchmark();
					String variant = label.substring(label.lastIndexOf('.') + 1);
					String scenario = "threads-" + threads;
					figures.add(scenario, variant, round, NANOS, result.getPrimaryResult().getScore());
					Result<?> bytes = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
					figures.add(scenario, variant, round, BYTES, bytes.getScore());
				}
			}
		}
		return figures;
	}

	private Collection<RunResult> measure(int threads) throws RunnerException {
		TimeValue time = TimeValue.milliseconds(this.plan.turn().toMillis() / 2);
		return new Runner(new OptionsBuilder().include(EngineBenchmark.class.getName())
			.threads(threads)
			.forks(1)
			.warmupIterations(4)
			.warmupTime(time)
			.measurementIterations(5)
			.measurementTime(time)
			.jvmArgsAppend("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC")
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.build()).run();
	}

}
