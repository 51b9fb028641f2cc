package net.taotoken.failover.autoconfigure.binding;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import net.taotoken.failover.autoconfigure.keys.KnownKeys;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Keys under {@code taotoken} that belong to other modules: those that the configuration
 * metadata on the class path describe, and those under the prefix of a bean with
 * {@link ConfigurationProperties}. Read only when there is a key that
 * {@link TaotokenProperties} does not know.
 */
public final class ForeignKeys {

	private static final List<String> METADATA = List.of("META-INF/spring-configuration-metadata.json",
			"META-INF/additional-spring-configuration-metadata.json");

	private final Set<ConfigurationPropertyName> foreign = new HashSet<>();

	public ForeignKeys(ListableBeanFactory beans) {
		Set<String> own = new HashSet<>(KnownKeys.instance().all());
		METADATA.forEach((resource) -> addDescribed(resource, own));
		for (String bean : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
			ConfigurationProperties properties = beans.findAnnotationOnBean(bean, ConfigurationProperties.class, false);
			if (properties != null) {
				add(properties.prefix().isEmpty() ? properties.value() : properties.prefix());
			}
		}
	}

	/**
	 * Those of some unknown properties that belong to others.
	 * @param unknown properties that nobody here knows
	 * @return the names of those that others know
	 */
	Set<ConfigurationPropertyName> among(Set<ConfigurationProperty> unknown) {
		Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
		for (ConfigurationProperty property : unknown) {
			if (contain(property.getName())) {
				names.add(property.getName());
			}
		}
		return names;
	}

	/**
	 * Tells whether a key belongs to others.
	 */
	public boolean contain(ConfigurationPropertyName name) {
		for (int length = name.getNumberOfElements(); length > 1; length--) {
			if (this.foreign.contains(name.chop(length))) {
				return true;
			}
		}
		return false;
	}

	private void addDescribed(String resource, Set<String> own) {
		ClassLoader loader = ClassUtils.getDefaultClassLoader();
		try {
			for (URL url : (loader != null) ? Collections.list(loader.getResources(resource)) : List.<URL>of()) {
				for (JsonNode property : read(url).path("properties")) {
					String name = property.path("name").asString("");
					if (!own.contains(name)) {
						add(name);
					}
				}
			}
		}
		catch (IOException ex) {
			// what cannot be read describes nothing, and its keys are refused
		}
	}

	private static JsonNode read(URL url) throws IOException {
		try (InputStream stream = url.openStream()) {
			return JsonMapper.shared().readTree(stream);
		}
		catch (JacksonException ex) {
			return JsonMapper.shared().createObjectNode();
		}
	}

	private void add(@Nullable String key) {
		if (!StringUtils.hasText(key) || !ConfigurationPropertyName.isValid(key)) {
			return;
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
		if (TaotokenBinder.ROOT.isAncestorOf(name)) {
			this.foreign.add(name);
		}
	}

}
