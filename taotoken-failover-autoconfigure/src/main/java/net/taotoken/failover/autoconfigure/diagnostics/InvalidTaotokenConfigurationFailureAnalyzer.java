package net.taotoken.failover.autoconfigure.diagnostics;

import net.taotoken.failover.autoconfigure.keys.Advice;
import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Tells which setting under {@code taotoken} is wrong, and what to write instead.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidTaotokenConfigurationFailureAnalyzer
		extends AbstractFailureAnalyzer<InvalidTaotokenConfigurationException> {

	private final PropertyOrigins origins;

	InvalidTaotokenConfigurationFailureAnalyzer(@Nullable Environment environment) {
		this.origins = new PropertyOrigins(environment);
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTaotokenConfigurationException cause) {
		String description = "'" + cause.getKey() + "'" + this.origins.clause(cause.getKey()) + " cannot be used. "
				+ cause.getProblem();
		return new FailureAnalysis(description, Advice.write(cause.getRemedy()), cause);
	}

}
