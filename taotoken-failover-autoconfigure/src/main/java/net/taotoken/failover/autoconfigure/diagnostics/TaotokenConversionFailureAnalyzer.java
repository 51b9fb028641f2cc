package net.taotoken.failover.autoconfigure.diagnostics;

import net.taotoken.failover.autoconfigure.keys.Advice;
import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.KnownKeys;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.keys.ValueForm;
import net.taotoken.failover.autoconfigure.properties.RouteProperties;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.autoconfigure.settings.ModelConverter;
import net.taotoken.failover.autoconfigure.settings.ModelListParser;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Tells which value under {@code taotoken} has the wrong form, and which forms there are.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class TaotokenConversionFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(TaotokenProperties.PREFIX);

	private final PropertyOrigins origins;

	TaotokenConversionFailureAnalyzer(@Nullable Environment environment) {
		this.origins = new PropertyOrigins(environment);
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!(ROOT.equals(cause.getName()) || ROOT.isAncestorOf(cause.getName()))
				|| findCause(cause, UnboundConfigurationPropertiesException.class) != null) {
			return null;
		}
		InvalidTaotokenConfigurationException problem = problem(cause);
		String description = "'" + problem.getKey() + "'" + this.origins.clause(problem.getKey()) + " cannot be used. "
				+ problem.getProblem();
		return new FailureAnalysis(description, Advice.write(problem.getRemedy()), cause);
	}

	private static InvalidTaotokenConfigurationException problem(BindException cause) {
		PropertyKey key = new PropertyKey(cause.getName().toString());
		if (cause.getCause() instanceof PlaceholderResolutionException) {
			return key.refuseAndAdvise("Its value has a placeholder ${…} that refers to itself, or has no end.",
					key.line("${NAME_OF_A_VARIABLE}"));
		}
		ConversionFailedException failed = innermost(cause);
		if (failed == null) {
			return misplaced(cause, key);
		}
		Class<?> type = failed.getTargetType().getObjectType();
		if (isMapKey(cause)) {
			key = key.entry(String.valueOf(failed.getValue()));
			return ValueForm.of(type).refuseKey(key, String.valueOf(failed.getValue()));
		}
		return ValueForm.of(type).refuse(key, String.valueOf(failed.getValue()));
	}

	private static boolean isMapKey(BindException cause) {
		return cause.getName().equals(ROOT.append("faults"));
	}

	private static @Nullable ConversionFailedException innermost(Throwable cause) {
		ConversionFailedException innermost = null;
		for (Throwable current = cause; current != null; current = current.getCause()) {
			if (current instanceof ConversionFailedException failed) {
				innermost = failed;
			}
		}
		return innermost;
	}

	private static InvalidTaotokenConfigurationException misplaced(BindException cause, PropertyKey key) {
		if (ModelConverter.KEY.name().equals(key.name().replaceAll("(\\[\\d+])?$", ""))) {
			return key.refuseAndAdvise("It describes models, one by one. The list of models has another key.",
					PropertyKey.ROOT.dot("model-priority").line(ModelListParser.EXAMPLE));
		}
		if (cause.getTarget().getType().resolve() == RouteProperties.class) {
			return key.refuseAndAdvise("A route is a group of properties, one of which is its list of models.",
					key.dot("model-priority").line(ModelListParser.EXAMPLE));
		}
		return key.refuseAndAdvise("It is a group of properties, or has a value of another form.",
				KnownKeys.instance()
					.all()
					.stream()
					.filter((known) -> known.startsWith(key.name() + "."))
					.findFirst()
					.orElse(key.name()) + "=...");
	}

}
