package net.taotoken.failover.autoconfigure.diagnostics;

import java.util.List;
import java.util.Objects;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/**
 * Says why a changed configuration is refused: what the failure analysis would say at
 * start, in one line.
 */
public final class Refusal {

	private Refusal() {
	}

	public static String describe(Throwable failure, Environment environment) {
		List<FailureAnalyzer> analyzers = List.of(new InvalidTaotokenConfigurationFailureAnalyzer(environment),
				new UnknownTaotokenPropertyFailureAnalyzer(), new TaotokenConversionFailureAnalyzer(environment));
		return analyzers.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.map(Refusal::oneLine)
			.orElse("it cannot be bound (" + failure.getClass().getSimpleName() + ").");
	}

	private static String oneLine(FailureAnalysis analysis) {
		return (analysis.getDescription() + " " + analysis.getAction()).strip().replaceAll("\\s*\\R\\s*", " ");
	}

}
