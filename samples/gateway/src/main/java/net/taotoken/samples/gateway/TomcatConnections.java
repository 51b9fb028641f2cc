package net.taotoken.samples.gateway;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Hands the connections of Tomcat on to those who answer the requests.
 */
@Component
class TomcatConnections implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

	@Override
	public void customize(ConfigurableTomcatWebServerFactory factory) {
		factory.addEngineValves(new Valve());
	}

	private static final class Valve extends ValveBase {

		private Valve() {
			super(true);
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			if (request.getProtocol().startsWith("HTTP/1.")) {
				request.setAttribute(CallerConnection.class.getName(),
						new TomcatConnection(request.getCoyoteRequest(), response.getCoyoteResponse()));
			}
			getNext().invoke(request, response);
		}

	}

	private record TomcatConnection(org.apache.coyote.Request request,
			org.apache.coyote.Response response) implements CallerConnection {

		/**
		 * Tomcat looks into the socket without waiting, and says that one byte is there
		 * where reading fails or finds the end. Its buffer tells that from a byte that
		 * was sent, such as a line break too many or the start of another request.
		 */
		@Override
		public boolean isGone() {
			this.request.action(ActionCode.AVAILABLE, true);
			return this.request.getAvailable() == 1 && !hasBytes(this.request.getInputBuffer());
		}

		private static boolean hasBytes(InputBuffer input) {
			return input instanceof ApplicationBufferHandler buffer && buffer.getByteBuffer() != null
					&& buffer.getByteBuffer().hasRemaining();
		}

		@Override
		public void hangUp() {
			this.response.action(ActionCode.CLOSE_NOW, null);
		}

	}

}
