package net.taotoken.samples.gateway;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Settings for the clients of the gateway.
 *
 * @param apiKeys the keys, each with a name before it, such as {@code team-a:key}; a
 * client has to bring one of them. With none, every client of this machine is let in, and
 * no other
 * @param maxRequestSize larger requests are refused
 * @param models which models clients may ask for
 * @param cors which web pages may ask
 */
@ConfigurationProperties("gateway")
record GatewayProperties(@DefaultValue List<String> apiKeys, @DefaultValue("10MB") DataSize maxRequestSize,
		@DefaultValue("any") Models models, @DefaultValue Cors cors) {

	GatewayProperties {
		Assert.isTrue(apiKeys.stream().allMatch(StringUtils::hasText), "gateway.api-keys must not hold a blank key");
		Assert.isTrue(maxRequestSize.toBytes() > 0 && maxRequestSize.toBytes() < Integer.MAX_VALUE,
				"gateway.max-request-size must be between 1B and 2047MB");
		apiKeys = List.copyOf(apiKeys);
	}

	@Override
	public String toString() {
		return "GatewayProperties[apiKeys=" + this.apiKeys.size() + ", maxRequestSize=" + this.maxRequestSize
				+ ", models=" + this.models + ", cors=" + this.cors + "]";
	}

	/**
	 * The models that clients may ask for.
	 */
	enum Models {

		/** Those of the routes, and the routes by their names. */
		ROUTES,

		/** Any that the upstream knows. */
		ANY

	}

	/**
	 * The web pages that may ask.
	 *
	 * @param allowedOrigins such as {@code https://chat.example.com}; none by default
	 */
	record Cors(@DefaultValue List<String> allowedOrigins) {

	}

}
