package net.taotoken.failover.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Binds and converts made-up properties while the application begins to start. The first
 * time takes long, most of all to call a constructor of so many parameters by reflection;
 * the second time takes next to nothing. Spring Boot does this in a thread of its own,
 * where there is more than one processor, and ignores failures.
 */
final class TaotokenPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		TaotokenProperties properties = new Binder(new MapConfigurationPropertySource(
				Map.of("taotoken.api-key", "key", "taotoken.model-priority", "model")))
			.bindOrCreate(TaotokenProperties.PREFIX, TaotokenProperties.class);
		new RouteConverter(properties).convert();
		GatewayConverter.convert(properties);
	}

}
