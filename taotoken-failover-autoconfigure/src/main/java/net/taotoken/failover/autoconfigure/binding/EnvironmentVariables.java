package net.taotoken.failover.autoconfigure.binding;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import net.taotoken.failover.autoconfigure.keys.KnownKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The environment variables under {@code TAOTOKEN_}, without those of services, and with
 * the names of map entries put together again: Spring Boot takes each underscore for a
 * dot, which makes {@code x.tenant} of the header in
 * {@code TAOTOKEN_HTTP_HEADERS_X_TENANT}, and a model {@code gpt} of
 * {@code TAOTOKEN_MODELS_GPT_4_1_WEIGHT}. {@code TAOTOKEN_ENTRIES} is read as JSON.
 */
final class EnvironmentVariables implements IterableConfigurationPropertySource {

	private final IterableConfigurationPropertySource source;

	private final Set<ConfigurationPropertyName> names = new LinkedHashSet<>();

	private final Map<ConfigurationPropertyName, ConfigurationProperty> renamed = new LinkedHashMap<>();

	private EnvironmentVariables(IterableConfigurationPropertySource source, ServiceVariables services) {
		this.source = source;
		ConfigurationProperty entries = null;
		for (ConfigurationPropertyName name : source) {
			if (TaotokenBinder.ROOT.isAncestorOf(name)) {
				ConfigurationProperty property = source.getConfigurationProperty(name);
				if (EntriesVariable.NAME.equals(name)) {
					entries = property;
				}
				else if (property != null && !services.contain(variable(property))) {
					add(property);
				}
			}
		}
		if (entries != null) {
			addEntries(entries);
		}
	}

	/**
	 * Our properties in a source of environment variables.
	 * @param source any source
	 * @return the source itself if it is not the environment or holds nothing for us
	 */
	static ConfigurationPropertySource in(ConfigurationPropertySource source) {
		if (!(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource environment)
				|| !(source instanceof IterableConfigurationPropertySource iterable)) {
			return source;
		}
		for (ConfigurationPropertyName name : iterable) {
			if (TaotokenBinder.ROOT.isAncestorOf(name)) {
				return new EnvironmentVariables(iterable, new ServiceVariables(environment.getSource()));
			}
		}
		return source;
	}

	private static String variable(ConfigurationProperty property) {
		return (property.getOrigin() instanceof PropertySourceOrigin origin) ? origin.getPropertyName() : "";
	}

	private void add(ConfigurationProperty property) {
		ConfigurationPropertyName written = property.getName();
		Optional<ConfigurationPropertyName> meant = KnownKeys.instance().withWholeEntries(written);
		ConfigurationPropertyName name = meant.orElse(written);
		this.names.add(name);
		if (meant.isPresent()) {
			this.renamed.putIfAbsent(name, new ConfigurationProperty(name, property.getValue(), property.getOrigin()));
		}
	}

	// a variable of its own for one value wins
	private void addEntries(ConfigurationProperty property) {
		EntriesVariable.read(String.valueOf(property.getValue())).forEach((name, value) -> {
			if (this.names.add(name)) {
				this.renamed.put(name, new ConfigurationProperty(name, value, property.getOrigin()));
			}
		});
	}

	@Override
	public Stream<ConfigurationPropertyName> stream() {
		return this.names.stream();
	}

	@Override
	public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
		ConfigurationProperty property = this.renamed.get(name);
		if (EntriesVariable.NAME.equals(name)) {
			return null;
		}
		return (property != null) ? property : this.source.getConfigurationProperty(name);
	}

	@Override
	public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
		ConfigurationPropertyState state = this.source.containsDescendantOf(name);
		return (state == ConfigurationPropertyState.PRESENT) ? state
				: IterableConfigurationPropertySource.super.containsDescendantOf(name);
	}

	@Override
	public @Nullable Object getUnderlyingSource() {
		return this.source.getUnderlyingSource();
	}

}
