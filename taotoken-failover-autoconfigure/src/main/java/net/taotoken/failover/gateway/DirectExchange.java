package net.taotoken.failover.gateway;

import java.io.IOException;
import java.util.List;

import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.DefaultAuthenticationStrategy;
import org.apache.hc.client5.http.impl.classic.ProtocolExec;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;

/**
 * Stands where Apache negotiates with proxies and servers. The key is sent with each
 * request, so that without a proxy there is nothing to negotiate, and taking the address
 * apart to prepare for it would be the dearest step of an exchange.
 */
final class DirectExchange implements ExecChainHandler {

	private final ExecChainHandler throughProxy = new ProtocolExec((challengeType, challenges, context) -> List.of(),
			DefaultAuthenticationStrategy.INSTANCE, null, true);

	@Override
	public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
			throws IOException, HttpException {
		if (scope.route.getProxyHost() != null) {
			return this.throughProxy.execute(request, scope, chain);
		}
		try {
			ClassicHttpResponse response = chain.proceed(request, scope);
			HttpEntity entity = response.getEntity();
			if (entity != null && entity.isStreaming()) {
				response.setEntity(new LeasedEntity(entity, scope.execRuntime));
			}
			return response;
		}
		catch (IOException | HttpException | RuntimeException ex) {
			scope.execRuntime.discardEndpoint();
			throw ex;
		}
	}

}
