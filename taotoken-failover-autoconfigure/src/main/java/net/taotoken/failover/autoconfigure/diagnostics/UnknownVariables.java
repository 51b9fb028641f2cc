package net.taotoken.failover.autoconfigure.diagnostics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.autoconfigure.binding.ForeignKeys;
import net.taotoken.failover.autoconfigure.binding.ServiceVariables;
import net.taotoken.failover.autoconfigure.keys.KnownKeys;
import net.taotoken.failover.autoconfigure.keys.Spelling;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environment variables that set nothing, and look as if they were meant to: their names
 * are nearly those of settings. They never stop a start, as anybody may set variables
 * under {@code TAOTOKEN_}, but are told in the log, once each and without their values.
 */
final class UnknownVariables {

	private static final Log logger = LogFactory.getLog(UnknownVariables.class);

	private static final String PREFIX = "TAOTOKEN_";

	/**
	 * Names are as far apart as this for a slip of the finger, or two letters swapped.
	 */
	private static final int MOST_SLIPS = 2;

	/** All entries as JSON. */
	private static final String ENTRIES = "ENTRIES";

	private final Set<String> told = new HashSet<>();

	/**
	 * Warn of variables that were not told before.
	 * @param environment the environment
	 * @param beans know whose settings there are besides
	 */
	public synchronized void warn(ConfigurableEnvironment environment, ListableBeanFactory beans) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof SystemEnvironmentPropertySource variables) {
				warn(variables.getSource(), beans);
			}
		}
	}

	private void warn(Map<String, Object> variables, ListableBeanFactory beans) {
		ServiceVariables services = null;
		for (String variable : variables.keySet()) {
			if (!variable.toUpperCase(Locale.ROOT).startsWith(PREFIX)) {
				continue;
			}
			services = (services != null) ? services : new ServiceVariables(variables);
			String meant = services.contain(variable) ? null : meant(variable);
			if (meant != null && !new ForeignKeys(beans).contain(name(variable)) && this.told.add(variable)) {
				logger.warn("The environment variable " + variable + " sets nothing. Did you mean " + meant + "?");
			}
		}
	}

	/**
	 * The variable that may have been meant.
	 * @param variable the name of a variable
	 * @return the other name, or {@code null} if the variable is one of a setting, or far
	 * from all of them
	 */
	static @Nullable String meant(String variable) {
		if (KnownKeys.instance().withWholeEntries(name(variable)).isPresent()) {
			return null;
		}
		List<String> words = wordsOfSetting(variable);
		String written = String.join("", words);
		List<String> candidates = new ArrayList<>(List.of(ENTRIES));
		if (ENTRIES.equals(written)) {
			return null;
		}
		for (String key : KnownKeys.instance().all()) {
			String candidate = asVariable(key, words);
			if (candidate != null && joined(candidate).equals(written)) {
				return null;
			}
			if (candidate != null) {
				candidates.add(candidate);
			}
		}
		return candidates.stream()
			.filter((candidate) -> slips(written, candidate) <= Math.min(MOST_SLIPS, candidate.length() / 4))
			.min(Comparator.comparingInt((candidate) -> slips(written, candidate)))
			.map(PREFIX::concat)
			.orElse(null);
	}

	private static ConfigurationPropertyName name(String variable) {
		return ConfigurationPropertyName.adapt(variable.toLowerCase(Locale.ROOT), '_');
	}

	// without the number of an element, which any list may have
	private static List<String> wordsOfSetting(String variable) {
		List<String> words = words(variable.substring(PREFIX.length()));
		String last = words.isEmpty() ? "" : words.get(words.size() - 1);
		boolean numbered = words.size() > 1 && last.chars().allMatch(Character::isDigit);
		return numbered ? words.subList(0, words.size() - 1) : words;
	}

	// TAOTOKEN_APIKEY is as good as TAOTOKEN_API_KEY
	private static String joined(String variable) {
		return variable.replace("_", "");
	}

	private static int slips(String written, String candidate) {
		return Spelling.distance(written, joined(candidate));
	}

	/**
	 * A key as a variable, with the names of entries and the numbers of elements that
	 * somebody has written.
	 */
	private static @Nullable String asVariable(String key, List<String> words) {
		List<String> elements = List
			.of(key.substring(TaotokenProperties.PREFIX.length() + 1).replace("[0]", ".*").split("\\."));
		int entry = elements.indexOf("*");
		if (entry < 0) {
			return String.join("_", inWords(elements));
		}
		List<String> before = inWords(elements.subList(0, entry));
		List<String> after = inWords(elements.subList(entry + 1, elements.size()));
		int end = words.size() - after.size();
		// anything may be the name of an entry
		if (after.isEmpty() || after.contains("*") || end <= before.size()) {
			return null;
		}
		List<String> filled = new ArrayList<>(before);
		filled.addAll(words.subList(before.size(), end));
		filled.addAll(after);
		return String.join("_", filled);
	}

	private static List<String> inWords(List<String> elements) {
		return words(String.join("_", elements).replace('-', '_'));
	}

	private static List<String> words(String text) {
		return Arrays.asList(text.toUpperCase(Locale.ROOT).split("_"));
	}

}
