package net.taotoken.samples.gateway;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.stereotype.Component;

/**
 * Stops the start of a gateway that everybody could reach and use.
 */
@Component
class PublicAddressCheck {

	PublicAddressCheck(GatewayProperties gateway, ServerProperties server) {
		@Nullable InetAddress address = server.getAddress();
		if (gateway.apiKeys().isEmpty() && (address == null || !address.isLoopbackAddress())) {
			throw new InvalidConfigurationPropertyValueException("server.address",
					(address != null) ? address.getHostAddress() : null,
					"Others can reach the gateway there, and it has no keys. Set gateway.api-keys=a-key-of-your-own"
							+ " (or the environment variable GATEWAY_API_KEYS), or server.address=127.0.0.1");
		}
	}

}
