package net.taotoken.failover.autoconfigure.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Binds {@link TaotokenProperties}, at start and at each reload: values as they were
 * meant, environment variables by their whole names, and no key that nobody knows.
 */
public final class TaotokenBinder {

	static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(TaotokenProperties.PREFIX);

	private static final WrittenValues VALUES = new WrittenValues();

	private final ListableBeanFactory beans;

	public TaotokenBinder(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Bind what sources hold.
	 * @param target the properties
	 * @param sources the sources, the first one wins
	 * @param environment resolves placeholders
	 * @return the properties
	 * @throws BindException if a value has the wrong form, or a key is unknown
	 */
	public TaotokenProperties bind(Bindable<TaotokenProperties> target, Iterable<ConfigurationPropertySource> sources,
			ConfigurableEnvironment environment) {
		List<PropertySource<?>> forPlaceholders = new ArrayList<>();
		environment.getPropertySources().forEach(forPlaceholders::add);
		List<ConfigurationPropertySource> prepared = new ArrayList<>();
		for (ConfigurationPropertySource source : sources) {
			prepared.add(EnvironmentVariables.in(source));
			// such as the local ones of a PropertySourcesPlaceholderConfigurer
			if (source.getUnderlyingSource() instanceof PropertySource<?> other && !forPlaceholders.contains(other)) {
				forPlaceholders.add(other);
			}
		}
		PlaceholdersResolver placeholders = new PropertySourcesPlaceholdersResolver(forPlaceholders);
		try {
			return bind(target, prepared, placeholders);
		}
		catch (BindException ex) {
			Set<ConfigurationPropertyName> foreign = foreignKeys(ex);
			if (foreign.isEmpty()) {
				throw ex;
			}
			prepared.replaceAll((source) -> source.filter((name) -> !foreign.contains(name)));
			return bind(target, prepared, placeholders);
		}
	}

	private static TaotokenProperties bind(Bindable<TaotokenProperties> target,
			List<ConfigurationPropertySource> sources, PlaceholdersResolver placeholders) {
		Binder binder = new Binder(sources, placeholders, VALUES, null, null);
		BindHandler strict = new NoUnboundElementsBindHandler(new IgnoreTopLevelConverterNotFoundBindHandler(),
				new UnboundElementsSourceFilter());
		return binder.bindOrCreate(ROOT, target, new UnitCheck(new ListReader(strict, placeholders), placeholders));
	}

	private Set<ConfigurationPropertyName> foreignKeys(BindException ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnboundConfigurationPropertiesException unknown) {
				return new ForeignKeys(this.beans).among(unknown.getUnboundProperties());
			}
		}
		return Set.of();
	}

}
