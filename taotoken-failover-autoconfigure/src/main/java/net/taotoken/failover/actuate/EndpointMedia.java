package net.taotoken.failover.actuate;

import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * The forms of the endpoint. If a client accepts several of them, the last one of this
 * list is chosen, so that a browser gets the page although it accepts everything.
 */
enum EndpointMedia implements Producible<EndpointMedia> {

	/** As before version 3 of the actuator's API. */
	V2,

	/** For those who accept everything. */
	V3,

	/** Plain JSON. */
	JSON,

	/** The page for people. */
	PAGE;

	@Override
	public boolean isDefault() {
		return this == V3;
	}

	@Override
	public MimeType getProducedMimeType() {
		return switch (this) {
			case V2 -> ApiVersion.V2.getProducedMimeType();
			case V3 -> ApiVersion.V3.getProducedMimeType();
			case JSON -> MimeTypeUtils.APPLICATION_JSON;
			case PAGE -> MimeTypeUtils.TEXT_HTML;
		};
	}

}
