package net.taotoken.failover.autoconfigure.diagnostics;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import net.taotoken.failover.autoconfigure.keys.Advice;
import net.taotoken.failover.autoconfigure.keys.KnownKeys;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells which key under {@code taotoken} is unknown, and which one may have been meant.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownTaotokenPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(TaotokenProperties.PREFIX);

	private static final ConfigurationPropertyName MODELS = ROOT.append("models");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		List<ConfigurationProperty> unknown = cause.getUnboundProperties()
			.stream()
			.filter((property) -> ROOT.isAncestorOf(property.getName()))
			.toList();
		if (unknown.isEmpty()) {
			return null;
		}
		String description = unknown.stream().map(this::describe).collect(Collectors.joining("\n"));
		String action = unknown.stream().map(this::advise).distinct().collect(Collectors.joining("\n"));
		return new FailureAnalysis(description, action, cause);
	}

	private String describe(ConfigurationProperty property) {
		return "'" + property.getName() + "'" + PropertyOrigins.clause(property.getOrigin())
				+ " cannot be used. There is no such property.";
	}

	private String advise(ConfigurationProperty property) {
		Optional<PropertyKey> meant = modelInBrackets(property.getName());
		if (meant.isPresent()) {
			return "A model id with dots, slashes or colons goes in square brackets. "
					+ Advice.write(meant.get().line("..."));
		}
		return KnownKeys.instance()
			.closest(property.getName())
			.map((key) -> "Did you mean '" + key + "'? " + Advice.write(key.line("...")))
			.orElse("Remove the line that sets '" + property.getName() + "'."
					+ " The properties that there are begin with: " + groups() + ".");
	}

	// "taotoken.models.gpt-4.1.weight" is cut at each dot
	private static Optional<PropertyKey> modelInBrackets(ConfigurationPropertyName name) {
		if (!MODELS.isAncestorOf(name)) {
			return Optional.empty();
		}
		List<String> known = KnownKeys.instance().all();
		for (int end = 4; end < name.getNumberOfElements(); end++) {
			String property = elements(name, end, name.getNumberOfElements());
			if (known.contains("taotoken.models.*." + property)) {
				return Optional.of(PropertyKey.ROOT.dot("models").entry(elements(name, 2, end)).dot(property));
			}
		}
		return Optional.empty();
	}

	private static String elements(ConfigurationPropertyName name, int start, int end) {
		StringBuilder text = new StringBuilder();
		for (int i = start; i < end; i++) {
			text.append((i > start) ? "." : "").append(name.getElement(i, Form.ORIGINAL));
		}
		return text.toString();
	}

	private static String groups() {
		return KnownKeys.instance()
			.all()
			.stream()
			.map((key) -> key.replaceAll("^(taotoken\\.[^.\\[]+).*", "$1"))
			.distinct()
			.collect(Collectors.joining(", "));
	}

}
