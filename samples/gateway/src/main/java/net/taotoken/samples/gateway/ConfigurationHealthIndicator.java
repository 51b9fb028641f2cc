package net.taotoken.samples.gateway;

import java.nio.file.Files;
import java.nio.file.Path;

import net.taotoken.failover.event.TaotokenChangedEvent;
import net.taotoken.failover.event.TaotokenChangedEvent.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Not ready before {@code taotoken.reload.file} is there, if it is wanted: a mounted file
 * may come after the process, which would serve by its defaults until then. Once it was
 * there, it may go.
 */
@Component
class ConfigurationHealthIndicator implements HealthIndicator {

	private final @Nullable Path file;

	private volatile boolean refused;

	private volatile boolean read;

	ConfigurationHealthIndicator(@Value("${taotoken.reload.file:}") String file) {
		this.file = file.isBlank() ? null : Path.of(file.strip());
	}

	@EventListener
	void changed(TaotokenChangedEvent change) {
		this.refused = change.kind() == Kind.CONFIGURATION_REFUSED
				|| (this.refused && change.kind() != Kind.CONFIGURATION_RELOADED);
	}

	@Override
	public Health health() {
		if (!this.read && this.file != null) {
			this.read = Files.exists(this.file) && !this.refused;
		}
		return (this.read || this.file == null) ? Health.up().build()
				: Health.outOfService().withDetail("waitingFor", this.file.toString()).build();
	}

}
