package net.taotoken.failover.autoconfigure.reload;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/**
 * Puts the file of {@code taotoken.reload.file} before all other property sources, so
 * that an application starts with what it would have been reloaded with.
 */
class ReloadFileInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Log logger = LogFactory.getLog(ReloadFileInitializer.class);

	private static final String ATTACHED = "configurationProperties";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		String written = environment.getProperty(ReloadFile.PROPERTY);
		if (!StringUtils.hasText(written) || !environment.getProperty("taotoken.enabled", Boolean.class, true)) {
			return;
		}
		ReloadFile file = ReloadFile.of(written);
		byte[] content = file.read();
		if (content == null) {
			logger.warn("The file " + file + " of '" + ReloadFile.KEY
					+ "' is not there; the application starts without it, and takes it when it comes");
			return;
		}
		install(environment, file.parse(content));
	}

	static void install(ConfigurableEnvironment environment, PropertySource<?> source) {
		MutablePropertySources sources = environment.getPropertySources();
		if (sources.contains(ReloadFile.SOURCE)) {
			sources.replace(ReloadFile.SOURCE, source);
		}
		else if (sources.contains(ATTACHED)) {
			sources.addAfter(ATTACHED, source);
		}
		else {
			sources.addFirst(source);
		}
	}

}
