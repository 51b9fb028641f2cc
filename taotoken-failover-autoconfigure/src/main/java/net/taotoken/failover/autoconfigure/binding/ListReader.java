package net.taotoken.failover.autoconfigure.binding;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.convert.ConversionException;

/**
 * Reads lists that were written in one line as {@link WrittenText} does, where Spring
 * Boot has cut them at each comma.
 */
final class ListReader extends AbstractBindHandler {

	private final PlaceholdersResolver placeholders;

	ListReader(BindHandler parent, PlaceholdersResolver placeholders) {
		super(parent);
		this.placeholders = placeholders;
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		Object list = read(name, target, context);
		return super.onSuccess(name, target, context, (list != null) ? list : result);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		Object list = read(name, target, context);
		return (list != null) ? super.onSuccess(name, target, context, list)
				: super.onFailure(name, target, context, error);
	}

	private @Nullable Object read(ConfigurationPropertyName name, Bindable<?> target, BindContext context) {
		ConfigurationProperty property = context.getConfigurationProperty();
		Class<?> type = target.getType().resolve();
		if (property == null || type == null || !Collection.class.isAssignableFrom(type)
				|| !property.getName().equals(name)) {
			return null;
		}
		Object line = this.placeholders.resolvePlaceholders(property.getValue());
		try {
			return (line instanceof CharSequence) ? WrittenValues.list(line.toString(), target.getType()) : null;
		}
		catch (ConversionException ex) {
			return null;
		}
	}

}
