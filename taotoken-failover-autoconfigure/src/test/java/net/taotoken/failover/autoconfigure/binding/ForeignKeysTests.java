package net.taotoken.failover.autoconfigure.binding;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.autoconfigure.Startup;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.annotation.AnnotationUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys of other modules under {@code taotoken}.
 */
class ForeignKeysTests {

	@TempDir
	private Path module;

	private void withMetadata(String json, Runnable test) throws IOException {
		Path metadata = this.module.resolve("META-INF/spring-configuration-metadata.json");
		Files.createDirectories(metadata.getParent());
		Files.writeString(metadata, json);
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.module.toUri().toURL() }, before)) {
			thread.setContextClassLoader(loader);
			test.run();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Test
	void keysOfAModuleWithMetadataAreLeftToIt() throws IOException {
		withMetadata("""
				{"properties": [{"name": "taotoken.audit.enabled"}, {"name": "taotoken.audit.sinks"},
				{"name": "taotoken.models.catalogue-file"}]}""",
				() -> Startup
					.with("taotoken.audit.enabled=true", "taotoken.audit.sinks.a.url=x", "taotoken.audit.sinks.b[0]=y",
							"taotoken.strategy=fastest")
					.run((context) -> assertThat(context.getBean(TaotokenProperties.class).getStrategy())
						.hasToString("FASTEST")));
	}

	@Test
	void unknownKeyBesideThoseOfAModuleIsRefused() throws IOException {
		withMetadata("{\"properties\": [{\"name\": \"taotoken.audit.enabled\"}]}", () -> {
			assertThat(Startup.with("taotoken.audit.enabled=true", "taotoken.stratgy=fastest").failureText())
				.contains("'taotoken.stratgy'", "'taotoken.strategy'")
				.doesNotContain("audit");
			assertThat(Startup.with("taotoken.audit.enabeld=true").failureText()).contains("'taotoken.audit.enabeld'");
			assertThat(Startup.with("taotoken.models.a.wieght=2").failureText()).contains("'taotoken.models.a.wieght'");
		});
	}

	/**
	 * With an annotation that is made here, since one that is written down would become
	 * metadata of this module.
	 */
	@Test
	void keysOfBeansAreLeftToThem() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory() {

			@Override
			public String[] getBeanNamesForAnnotation(Class<? extends Annotation> type) {
				return new String[] { "acme", "all", "other" };
			}

			@Override
			public <A extends Annotation> A findAnnotationOnBean(String bean, Class<A> type, boolean init) {
				Map<String, Object> attributes = Map.of("prefix",
						Map.of("acme", "taotoken.acme", "all", "taotoken", "other", "server").get(bean));
				return AnnotationUtils.synthesizeAnnotation(attributes, type, null);
			}

		};
		assertThat(new ForeignKeys(beans).among(Set.of(unknown("taotoken.acme.limit"), unknown("taotoken.acme.a[0].b"),
				unknown("taotoken.stratgy"), unknown("taotoken.acmes"))))
			.extracting(ConfigurationPropertyName::toString)
			.containsExactlyInAnyOrder("taotoken.acme.limit", "taotoken.acme.a[0].b");
	}

	private static ConfigurationProperty unknown(String name) {
		return new ConfigurationProperty(ConfigurationPropertyName.of(name), "x", null);
	}

	@Test
	void brokenMetadataDescribesNothing() throws IOException {
		withMetadata("{\"properties\": [",
				() -> assertThat(Startup.with("taotoken.audit.x=1").failureText()).contains("'taotoken.audit.x'"));
	}

}
