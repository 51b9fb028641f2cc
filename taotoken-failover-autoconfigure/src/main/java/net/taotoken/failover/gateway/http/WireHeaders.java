package net.taotoken.failover.gateway.http;

import java.io.IOException;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Adds the headers that HTTP itself needs: those that Apache's interceptors add, with
 * less work for a usual request, and that no compression is wanted. What a request says
 * already is left alone. Safe for use by many threads.
 */
final class WireHeaders {

	private static final Header KEEP_ALIVE = new BasicHeader(HttpHeaders.CONNECTION, "keep-alive");

	private static final Header JSON = new BasicHeader(HttpHeaders.CONTENT_TYPE, JsonEntity.CONTENT_TYPE);

	private static final Header NOT_COMPRESSED = new BasicHeader(HttpHeaders.ACCEPT_ENCODING, "identity");

	private static final HttpRequestInterceptor OTHER_BODIES = new RequestContent();

	private static final HttpRequestInterceptor OTHER_TARGETS = new RequestTargetHost();

	private static final HttpRequestInterceptor UPGRADES = new RequestConnControl();

	private final Header userAgent;

	private volatile @Nullable Host host;

	WireHeaders(String userAgent) {
		this.userAgent = new BasicHeader(HttpHeaders.USER_AGENT, userAgent);
	}

	/**
	 * Add what is missing.
	 */
	void addTo(WireRequest request, HttpContext context) throws HttpException, IOException {
		if (!describesItsBody(request) && request.getEntity() instanceof JsonEntity json) {
			request.addHeader(new BasicHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(json.getContentLength())));
			addIfMissing(JSON, request);
		}
		else {
			OTHER_BODIES.process(request, request.getEntity(), context);
		}
		URIAuthority authority = request.getAuthority();
		if (authority != null && authority.getUserInfo() == null) {
			addIfMissing(host(authority), request);
		}
		else {
			OTHER_TARGETS.process(request, request.getEntity(), context);
		}
		if (!request.containsHeader(HttpHeaders.UPGRADE)) {
			addIfMissing(KEEP_ALIVE, request);
		}
		else {
			UPGRADES.process(request, request.getEntity(), context);
		}
		addIfMissing(NOT_COMPRESSED, request);
		addIfMissing(this.userAgent, request);
	}

	private static boolean describesItsBody(WireRequest request) {
		return request.containsHeader(HttpHeaders.CONTENT_LENGTH)
				|| request.containsHeader(HttpHeaders.TRANSFER_ENCODING);
	}

	private Header host(URIAuthority authority) {
		Host host = this.host;
		if (host == null || !host.authority().equals(authority)) {
			host = new Host(authority, new BasicHeader(HttpHeaders.HOST, authority.toString()));
			this.host = host;
		}
		return host.header();
	}

	private static void addIfMissing(Header header, WireRequest request) {
		if (!request.containsHeader(header.getName())) {
			request.addHeader(header);
		}
	}

	private record Host(URIAuthority authority, Header header) {
	}

}
