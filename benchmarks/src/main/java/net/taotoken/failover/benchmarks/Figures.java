package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Raw figures of one section, kept as a CSV file.
 */
final class Figures {

	private static final String HEAD = "scenario,variant,round,metric,value";

	private final List<Figure> figures = new ArrayList<>();

	/**
	 * One figure.
	 *
	 * @param scenario what was done
	 * @param variant who did it
	 * @param round the round of the run
	 * @param metric what was measured, with its unit
	 * @param value the figure
	 */
	record Figure(String scenario, String variant, int round, String metric, double value) {
	}

	void add(String scenario, String variant, int round, String metric, double value) {
		this.figures.add(new Figure(scenario, variant, round, metric, value));
	}

	List<Figure> all() {
		return this.figures;
	}

	List<String> scenarios() {
		return this.figures.stream().map(Figure::scenario).distinct().toList();
	}

	List<String> variants() {
		return this.figures.stream().map(Figure::variant).distinct().toList();
	}

	List<Figure> of(String scenario, String variant, String metric) {
		return this.figures.stream()
			.filter((figure) -> figure.scenario().equals(scenario) && figure.variant().equals(variant)
					&& figure.metric().equals(metric))
			.toList();
	}

	void write(Path file) throws IOException {
		List<String> lines = new ArrayList<>();
		lines.add(HEAD);
		for (Figure figure : this.figures) {
			lines.add(String.format(Locale.ROOT, "%s,%s,%d,%s,%.4g", figure.scenario(), figure.variant(),
					figure.round(), figure.metric(), figure.value()));
		}
		Files.createDirectories(file.getParent());
		Files.write(file, lines);
	}

	static Figures read(Path file) throws IOException {
		Figures figures = new Figures();
		for (String line : Files.readAllLines(file)) {
			if (!line.equals(HEAD)) {
				String[] parts = line.split(",");
				figures.add(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3], Double.parseDouble(parts[4]));
			}
		}
		return figures;
	}

}
