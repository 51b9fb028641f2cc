package net.taotoken.failover.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Changes of the configuration while the application runs.
 *
 * @param file Properties, YAML or JSON file with keys under 'taotoken' that come before
 * all others, at start and whenever the file changes.
 * @param interval Time between two looks at the file. New content takes effect when two
 * looks have found it.
 * @since 0.1.0
 */
public record ReloadProperties(@Nullable String file, @DefaultValue("5s") Duration interval) {

	static final ReloadProperties DEFAULTS = new ReloadProperties(null, Duration.ofSeconds(5));

}
