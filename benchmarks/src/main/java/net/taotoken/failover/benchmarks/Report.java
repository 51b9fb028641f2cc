package net.taotoken.failover.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * Makes tables of figures.
 */
final class Report {

	private Report() {
	}

	static void print(Figures figures, String scenario) {
		System.out.println(scenario);
		for (String variant : figures.variants()) {
			StringBuilder line = new StringBuilder(String.format("  %-16s", variant));
			for (String metric : LoadBenchmark.METRICS) {
				Quartiles value = Quartiles
					.of(figures.of(scenario, variant, metric).stream().map(Figures.Figure::value).toList());
				Quartiles ratio = ratio(figures, scenario, variant, ChatClients.FLOOR, metric);
				line.append(String.format(Locale.ROOT, " | %s %.0f (%.2f %.2f-%.2f)", metric, value.median(),
						ratio.median(), ratio.lower(), ratio.upper()));
			}
			System.out.println(line);
		}
	}

	static Quartiles ratio(Figures figures, String scenario, String variant, String base, String metric) {
		List<Figures.Figure> bases = figures.of(scenario, base, metric);
		return Quartiles.of(figures.of(scenario, variant, metric)
			.stream()
			.flatMap((figure) -> bases.stream()
				.filter((other) -> other.round() == figure.round())
				.map((other) -> figure.value() / other.value()))
			.toList());
	}

}
