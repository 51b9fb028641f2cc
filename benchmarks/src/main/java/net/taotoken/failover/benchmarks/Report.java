package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes tables of figures, as Markdown.
 */
final class Report {

	private static final List<String> RATIOS = List.of("calls/s", "cpu-us/call", "bytes/call", "p50-us", "p99-us");

	private static final Map<String, String> KINDS = Map.of("small", "small answers", "large", "answers of 4 KB",
			"stream", "streams of 50 tokens", "pair",
			"a first model that is overloaded, and a second one that answers");

	/** The variant that parts of libraries are compared with. */
	private static final String OWN = "own";

	private final List<String> lines = new ArrayList<>();

	private final Path results;

	Report(Path results) {
		this.results = results;
	}

	void write(Path file) throws IOException {
		add("# Results", "", "Generated from the raw figures in `results/`; see `README.md` for how to take them.",
				"Only figures of one section can be compared with each other. A ratio is given as its median over all",
				"rounds, with the quartiles behind it; those are the noise of the machine.", "");
		add(Files.readString(this.results.resolve("environment.txt")).strip(), "");
		section("engine", "Engine alone", "A call that does next to nothing and ends well, nanoseconds and bytes.",
				this::engine);
		section("load", "Calls over loopback HTTP",
				"Ratios to the floor: the plain client of Apache HttpClient 5 and Jackson 3 that does no failover.",
				(figures) -> load(figures, ChatClients.FLOOR));
		section("load-faces", "Behind the interfaces of Spring AI and LangChain4j",
				"The libraries with their own models for OpenAI, and ours behind the same interfaces. Those in one piece are"
						+ " of an earlier run, on a machine that others used, too, beside the floor of their own round.",
				(figures) -> load(figures, ChatClients.FLOOR));
		section("load-parts", "Own parts beside those of libraries",
				"The template (`own`), and the same with one part of a library in the place of its own. Answers are asked"
						+ " for in one piece, except for streams. Ratios to `own`.",
				(figures) -> load(figures, OWN));
		section("failure", "The first model fails, the second answers",
				"One caller, one question after the other. With `brief` or `quick`, all times are a tenth of those in life.",
				this::absolute);
		section("outage", "The first model is dead for a while",
				"Steady load, 50 calls a second. With `brief` or `quick`, all times are a tenth of those in life.",
				this::absolute);
		section("gateway", "The gateway sample, end to end",
				"Beside the stub behind it, and a hop by hand on the same server and client that passes bytes on.",
				this::gateway);
		section("startup", "Start-up of an empty web application", "With the starter, and without it.", this::absolute);
		Files.write(file, this.lines);
	}

	private interface Section {

		void write(Figures figures);

	}

	private void section(String name, String title, String text, Section section) throws IOException {
		Path file = this.results.resolve(name + ".csv");
		if (Files.exists(file)) {
			add("## " + title, "", text, "");
			section.write(Figures.read(file));
		}
	}

	private void engine(Figures figures) {
		table("engine", List.of("1 thread, ns", "2 threads, ns", "two threads to one", "bytes"));
		for (String variant : figures.variants()) {
			Quartiles one = values(figures, "threads-1", variant, EngineRun.NANOS);
			Quartiles two = values(figures, "threads-2", variant, EngineRun.NANOS);
			Quartiles bytes = values(figures, "threads-1", variant, EngineRun.BYTES);
			row(variant,
					List.of(spread(one), spread(two), number(two.median() / one.median()), number(bytes.median())));
		}
		add("");
	}

	private void load(Figures figures, String base) {
		for (String scenario : figures.scenarios()) {
			String[] parts = scenario.split("-");
			String callers = parts[1].startsWith("v") ? parts[1].substring(1) + " virtual threads"
					: parts[1] + (parts[1].equals("1") ? " thread" : " threads");
			add("### " + callers + ", " + KINDS.get(parts[0]), "");
			List<String> head = new ArrayList<>(List.of("CPU, µs a call", "calls a second"));
			RATIOS.forEach((metric) -> head.add(metric + " ×"));
			head.add("failures");
			table("client", head);
			for (String variant : figures.variants()) {
				if (figures.of(scenario, variant, "calls/s").isEmpty()) {
					continue;
				}
				List<String> cells = new ArrayList<>();
				cells.add(number(values(figures, scenario, variant, "cpu-us/call").median()));
				cells.add(number(values(figures, scenario, variant, "calls/s").median()));
				for (String metric : RATIOS) {
					cells.add(spread(ratio(figures, scenario, variant, base, metric)));
				}
				cells.add(number(sum(figures, scenario, variant, "failures")));
				row(variant, cells);
			}
			add("");
		}
	}

	private void gateway(Figures figures) {
		for (String scenario : figures.scenarios()) {
			add("### " + scenario.replace('-', ' '), "");
			table("", List.of("requests a second", "× the hop by hand", "p50, µs", "p99, µs", "CPU of the server, µs",
					"failures"));
			for (String variant : figures.variants()) {
				if (!figures.of(scenario, variant, HopLoad.RATE).isEmpty()) {
					row(variant,
							List.of(spread(values(figures, scenario, variant, HopLoad.RATE)),
									spread(ratio(figures, scenario, variant, GatewayRun.HOP, HopLoad.RATE)),
									spread(values(figures, scenario, variant, "p50-us")),
									spread(values(figures, scenario, variant, "p99-us")),
									spread(values(figures, scenario, variant, "server-cpu-us/request")),
									number(sum(figures, scenario, variant, "failures"))));
				}
			}
			add("");
		}
	}

	private static double sum(Figures figures, String scenario, String variant, String metric) {
		return figures.of(scenario, variant, metric).stream().mapToDouble(Figures.Figure::value).sum();
	}

	private void absolute(Figures figures) {
		for (String scenario : figures.scenarios()) {
			List<String> metrics = figures.all()
				.stream()
				.filter((figure) -> figure.scenario().equals(scenario))
				.map(Figures.Figure::metric)
				.distinct()
				.toList();
			add("### " + scenario, "");
			table("", metrics);
			for (String variant : figures.variants()) {
				row(variant,
						metrics.stream().map((metric) -> spread(values(figures, scenario, variant, metric))).toList());
			}
			add("");
		}
	}

	private void table(String first, List<String> heads) {
		row(first, heads);
		row("---", heads.stream().map((head) -> "---:").toList());
	}

	private void row(String first, List<String> cells) {
		add("| " + first + " | " + cells.stream().collect(Collectors.joining(" | ")) + " |");
	}

	private void add(String... lines) {
		this.lines.addAll(List.of(lines));
	}

	private static Quartiles values(Figures figures, String scenario, String variant, String metric) {
		return Quartiles.of(figures.of(scenario, variant, metric).stream().map(Figures.Figure::value).toList());
	}

	private static Quartiles ratio(Figures figures, String scenario, String variant, String base, String metric) {
		List<Figures.Figure> bases = figures.of(scenario, base, metric);
		return Quartiles.of(figures.of(scenario, variant, metric)
			.stream()
			.flatMap((figure) -> bases.stream()
				.filter((other) -> other.round() == figure.round())
				.map((other) -> figure.value() / other.value()))
			.toList());
	}

	private static String spread(Quartiles quartiles) {
		if (Double.isNaN(quartiles.median())) {
			return "–";
		}
		String median = number(quartiles.median());
		boolean single = quartiles.lower() == quartiles.upper();
		return single ? median : median + " (" + number(quartiles.lower()) + "–" + number(quartiles.upper()) + ")";
	}

	private static String number(double value) {
		if (Double.isNaN(value)) {
			return "–";
		}
		return String.format(Locale.ROOT, (value >= 100) ? "%.0f" : (value >= 10) ? "%.1f" : "%.2f", value);
	}

}
