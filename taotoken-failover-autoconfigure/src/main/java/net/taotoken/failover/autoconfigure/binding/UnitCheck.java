package net.taotoken.failover.autoconfigure.binding;

import java.time.Duration;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.keys.Units;
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
 * Refuses times and sizes without a unit while they are bound.
 */
final class UnitCheck extends AbstractBindHandler {

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
		Units.check(new PropertyKey(name.toString()), number, usual, small);
	}

}
