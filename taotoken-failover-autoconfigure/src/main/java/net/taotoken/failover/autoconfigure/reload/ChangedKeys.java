package net.taotoken.failover.autoconfigure.reload;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * The keys that differ between two configurations, without their values.
 *
 * @param live those that take effect at once
 * @param atRestart those that take effect when the application starts again
 */
record ChangedKeys(List<String> live, List<String> atRestart) {

	private static final Set<String> LIVE = Set.of("taotoken.api-key", "taotoken.base-url", "taotoken.model-priority",
			"taotoken.strategy", "taotoken.entries", "taotoken.entry-priority", "taotoken.prefer", "taotoken.routes",
			"taotoken.models", "taotoken.timeouts.first-token", "taotoken.timeouts.learn",
			"taotoken.timeouts.first-token-floor", "taotoken.timeouts.stall", "taotoken.timeouts.response",
			"taotoken.timeouts.total", "taotoken.retry.max-attempts", "taotoken.retry.max-total-attempts",
			"taotoken.retry.patience", "taotoken.retry.multiplier", "taotoken.retry.max-wait", "taotoken.retry.jitter",
			"taotoken.retry.budget", "taotoken.retry.second-opinion", "taotoken.faults", "taotoken.health.failure-rate",
			"taotoken.health.minimum-calls", "taotoken.health.cool-down", "taotoken.health.max-cool-down",
			"taotoken.health.max-server-cool-down", "taotoken.health.remember-unsupported", "taotoken.health.probe",
			"taotoken.health.demote-below");

	static ChangedKeys between(TaotokenProperties before, TaotokenProperties after) {
		List<String> changed = new ArrayList<>();
		for (Field property : TaotokenProperties.class.getDeclaredFields()) {
			PropertyDescriptor bean = BeanUtils.getPropertyDescriptor(TaotokenProperties.class, property.getName());
			if (bean != null) {
				compare(key(TaotokenProperties.PREFIX, bean.getName()), value(bean.getReadMethod(), before),
						value(bean.getReadMethod(), after), changed);
			}
		}
		return new ChangedKeys(changed.stream().filter(LIVE::contains).toList(),
				changed.stream().filter((key) -> !LIVE.contains(key)).toList());
	}

	boolean isEmpty() {
		return this.live.isEmpty() && this.atRestart.isEmpty();
	}

	private static void compare(String key, @Nullable Object before, @Nullable Object after, List<String> changed) {
		if (Objects.equals(before, after)) {
			return;
		}
		if (!(before instanceof Record) || !(after instanceof Record)) {
			changed.add(key);
			return;
		}
		for (RecordComponent component : before.getClass().getRecordComponents()) {
			compare(key(key, component.getName()), value(component.getAccessor(), before),
					value(component.getAccessor(), after), changed);
		}
	}

	private static String key(String parent, String property) {
		return parent + "." + DataObjectPropertyName.toDashedForm(property);
	}

	private static @Nullable Object value(Method getter, Object properties) {
		try {
			return getter.invoke(properties);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("'" + getter.getName() + "' cannot be read", ex);
		}
	}

}
