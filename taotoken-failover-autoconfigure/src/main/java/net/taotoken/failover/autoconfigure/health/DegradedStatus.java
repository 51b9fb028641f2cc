package net.taotoken.failover.autoconfigure.health;

import java.util.List;
import java.util.Locale;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The status that an application has chosen for a degraded state. The endpoint ignores a
 * status that is not in its order, so that one gets a warning.
 */
final class DegradedStatus {

	private static final String ORDER = "management.endpoint.health.status.order";

	private static final List<String> DEFAULT_ORDER = List.of("DOWN", "OUT_OF_SERVICE", "UP", "UNKNOWN");

	private static final Log logger = LogFactory.getLog(DegradedStatus.class);

	private DegradedStatus() {
	}

	static @Nullable Status of(@Nullable String code, Environment environment) {
		if (!StringUtils.hasText(code)) {
			return null;
		}
		List<String> order = Binder.get(environment).bind(ORDER, Bindable.listOf(String.class)).orElse(DEFAULT_ORDER);
		if (order.stream().map(DegradedStatus::uniform).noneMatch(uniform(code)::equals)) {
			logger.warn(
					"The health endpoint ignores the status '" + code + "' of 'taotoken.health.degraded-status': add it"
							+ " to its order, for example " + ORDER + "=DOWN,OUT_OF_SERVICE," + code + ",UP,UNKNOWN");
		}
		return new Status(code.strip());
	}

	private static String uniform(String code) {
		return code.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

}
