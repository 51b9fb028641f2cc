package net.taotoken.failover.autoconfigure.metrics;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application showed to Prometheus.
 *
 * @param text the answer of the endpoint
 */
record Scrape(String text) {

	private static final Pattern SAMPLE = Pattern.compile("([A-Za-z_:][\\w:]*)(?:\\{(.*)})? (\\S+)(?: \\S+)?");

	private static final Pattern LABEL = Pattern.compile("([A-Za-z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

	/**
	 * The names of all metrics, each with the names of its labels.
	 */
	Map<String, Set<String>> metrics() {
		Map<String, Set<String>> metrics = new TreeMap<>();
		this.text.lines().filter((line) -> !line.startsWith("#")).forEach((line) -> {
			Matcher sample = SAMPLE.matcher(line);
			assertThat(sample.matches()).as(line).isTrue();
			metrics.computeIfAbsent(sample.group(1), (name) -> new TreeSet<>()).addAll(labels(sample).keySet());
		});
		return metrics;
	}

	/**
	 * The sum of the samples of a metric that have the given labels.
	 */
	double value(String metric, String... labels) {
		double sum = 0;
		int samples = 0;
		for (String line : this.text.lines().toList()) {
			Matcher sample = SAMPLE.matcher(line);
			if (!line.startsWith("#") && sample.matches() && sample.group(1).equals(metric)
					&& has(labels(sample), labels)) {
				sum += Double.parseDouble(sample.group(3));
				samples++;
			}
		}
		assertThat(samples).as("samples of " + metric + String.join(" ", labels)).isPositive();
		return sum;
	}

	private static boolean has(Map<String, String> labels, String... wanted) {
		for (int i = 0; i < wanted.length; i += 2) {
			if (!wanted[i + 1].equals(labels.get(wanted[i]))) {
				return false;
			}
		}
		return true;
	}

	private static Map<String, String> labels(Matcher sample) {
		Map<String, String> labels = new TreeMap<>();
		if (sample.group(2) != null) {
			LABEL.matcher(sample.group(2)).results().forEach((label) -> labels.put(label.group(1), label.group(2)));
		}
		return labels;
	}

}
