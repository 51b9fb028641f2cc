package net.taotoken.failover.autoconfigure.diagnostics;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyNameException;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Tells where a property was written.
 */
final class PropertyOrigins {

	private final @Nullable Environment environment;

	PropertyOrigins(@Nullable Environment environment) {
		this.environment = environment;
	}

	/**
	 * A clause such as {@code " (from class path resource [application.yml] - 3:5)"}.
	 * @param key the key of the property
	 * @return the clause, empty if the origin is unknown
	 */
	String clause(String key) {
		if (this.environment == null) {
			return "";
		}
		try {
			ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
			return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
				.flatMap((source) -> Stream.ofNullable(find(source, name)))
				.findFirst()
				.map((property) -> clause(property.getOrigin()))
				.orElse("");
		}
		catch (InvalidConfigurationPropertyNameException | IllegalStateException ex) {
			return "";
		}
	}

	private static @Nullable ConfigurationProperty find(ConfigurationPropertySource source,
			ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return (property != null) ? property : source.getConfigurationProperty(name.append("[0]"));
	}

	static String clause(@Nullable Origin origin) {
		return (origin != null) ? " (from " + origin + ")" : "";
	}

}
