package net.taotoken.samples.gateway;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * What concerns the clients of the gateway.
 *
 * @param apiKeys the keys; a client has to bring one of them. With none, every client of
 * this machine is let in, and no other
 * @param maxRequestSize larger requests are refused
 */
@ConfigurationProperties("gateway")
record GatewayProperties(@DefaultValue List<String> apiKeys, @DefaultValue("10MB") DataSize maxRequestSize) {

	GatewayProperties {
		Assert.isTrue(apiKeys.stream().allMatch(StringUtils::hasText), "gateway.api-keys must not hold a blank key");
		Assert.isTrue(maxRequestSize.toBytes() > 0 && maxRequestSize.toBytes() < Integer.MAX_VALUE,
				"gateway.max-request-size must be between 1B and 2047MB");
		apiKeys = List.copyOf(apiKeys);
	}

	@Override
	public String toString() {
		return "GatewayProperties[apiKeys=" + this.apiKeys.size() + ", maxRequestSize=" + this.maxRequestSize + "]";
	}

}
