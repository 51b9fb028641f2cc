package net.taotoken.failover.autoconfigure.binding;

import java.time.Duration;
import java.util.regex.Pattern;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.unit.DataSize;

/**
 * Refuses times and sizes without a unit, which Spring Boot takes for milliseconds and
 * bytes, and people for seconds and megabytes.
 */
final class UnitCheck extends AbstractBindHandler {

	private static final Pattern BARE_NUMBER = Pattern.compile("[+-]?0*[1-9]\\d*");

	private final PlaceholdersResolver placeholders;

	UnitCheck(BindHandler parent, PlaceholdersResolver placeholders) {
		super(parent);
		this.placeholders = placeholders;
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		if (result instanceof Duration) {
			check(name, context, "s", "ms");
		}
		else if (result instanceof DataSize) {
			check(name, context, "MB", "B");
		}
		return super.onSuccess(name, target, context, result);
	}

	private void check(ConfigurationPropertyName name, BindContext context, String usual, String small) {
		ConfigurationProperty property = context.getConfigurationProperty();
		if (property == null || !property.getName().equals(name)) {
			return;
		}
		String number = WrittenText.clean(String.valueOf(this.placeholders.resolvePlaceholders(property.getValue())));
		if (BARE_NUMBER.matcher(number).matches()) {
			throw new PropertyKey(name.toString()).refuse(
					"It is " + number + ", which has no unit: " + number + usual + " or " + number + small + "?",
					number + usual);
		}
	}

}
