package net.taotoken.failover.autoconfigure.metrics;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the names of metrics and labels in an expression of Prometheus.
 */
final class PromQl {

	private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)}");

	private static final Pattern MATCHER = Pattern.compile("([A-Za-z_]\\w*)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");

	private static final Pattern GROUPING = Pattern
		.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");

	private static final Pattern NAME = Pattern.compile("\\b[A-Za-z_:][\\w:]*\\b(?!\\s*\\()");

	private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "sum", "min", "max");

	private PromQl() {
	}

	static Set<String> metrics(String expression) {
		String bare = MATCHERS.matcher(expression).replaceAll(" ");
		bare = GROUPING.matcher(bare).replaceAll(" ");
		bare = bare.replaceAll("\"[^\"]*\"", " ")
			.replaceAll("\\[[^\\]]*]", " ")
			.replaceAll("\\b\\d+(\\.\\d+)?\\w*", " ");
		return NAME.matcher(bare)
			.results()
			.map((result) -> result.group())
			.filter((name) -> !WORDS.contains(name))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	static Set<String> labels(String expression) {
		Set<String> labels = new TreeSet<>();
		Matcher matchers = MATCHERS.matcher(expression);
		while (matchers.find()) {
			MATCHER.matcher(matchers.group(1)).results().forEach((result) -> labels.add(result.group(1)));
		}
		Matcher groupings = GROUPING.matcher(MATCHERS.matcher(expression).replaceAll(" "));
		while (groupings.find()) {
			for (String label : groupings.group(1).split("\\s*,\\s*")) {
				labels.add(label.strip());
			}
		}
		return labels;
	}

}
