package net.taotoken.failover.gateway.http;

import java.io.IOException;
import java.io.OutputStream;

import net.taotoken.failover.gateway.connection.WireConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.message.MessageSupport;

/**
 * Sends a request over a connection and receives the head of the response.
 */
final class WireExchange {

	/**
	 * The bytes that are written at once; between two pieces, an early answer is looked
	 * for.
	 */
	private static final int PIECE = 64 * 1024;

	private WireExchange() {
	}

	static ClassicHttpResponse exchange(WireConnection connection, WireRequest request)
			throws IOException, HttpException {
		connection.begin();
		ClassicHttpResponse response = send(connection, request);
		while (response.getCode() < HttpStatus.SC_OK) {
			if (response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
				throw new ProtocolException("Nobody asked for another protocol");
			}
			response = connection.receiveResponseHeader();
		}
		if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
			connection.receiveResponseEntity(response);
		}
		return response;
	}

	private static ClassicHttpResponse send(WireConnection connection, WireRequest request)
			throws IOException, HttpException {
		boolean large = request.getEntity() instanceof JsonEntity json && json.getContentLength() > PIECE;
		try {
			connection.sendRequestHeader(request);
			if (large && request.getEntity() instanceof JsonEntity json) {
				sendInPieces(connection, request, json);
			}
			else {
				connection.sendRequestEntity(request);
			}
			connection.flush();
		}
		catch (EarlyAnswerException ex) {
			connection.leaveUnfinished();
			return ex.head;
		}
		catch (IOException ex) {
			connection.leaveUnfinished();
			return answerBeforeBreak(connection, large ? new BrokenUploadException(ex) : ex);
		}
		return connection.receiveResponseHeader();
	}

	private static void sendInPieces(WireConnection connection, WireRequest request, JsonEntity json)
			throws IOException, HttpException {
		request.setEntity(new InPieces(json, connection));
		try {
			connection.sendRequestEntity(request);
		}
		finally {
			request.setEntity(json);
		}
	}

	// a server that refuses a request by its head answers, and closes what it does not
	// want to read
	private static ClassicHttpResponse answerBeforeBreak(WireConnection connection, IOException broken)
			throws IOException {
		try {
			return connection.receiveResponseHeader();
		}
		catch (IOException | HttpException ex) {
			throw broken;
		}
	}

	private static final class InPieces extends HttpEntityWrapper {

		private final JsonEntity json;

		private final WireConnection connection;

		InPieces(JsonEntity json, WireConnection connection) {
			super(json);
			this.json = json;
			this.connection = connection;
		}

		@Override
		public void writeTo(OutputStream out) throws IOException {
			byte[] body = this.json.json();
			for (int from = 0; from < body.length; from += PIECE) {
				if (from > 0 && this.connection.hasEarlyInput()) {
					stopForAnswer();
				}
				out.write(body, from, Math.min(PIECE, body.length - from));
			}
		}

		private void stopForAnswer() throws IOException {
			try {
				ClassicHttpResponse head = this.connection.receiveResponseHeader();
				if (head.getCode() >= HttpStatus.SC_OK) {
					throw new EarlyAnswerException(head);
				}
			}
			catch (HttpException ex) {
				throw new NotHttpException(ex);
			}
		}

	}

	private static final class EarlyAnswerException extends IOException {

		private static final long serialVersionUID = 1L;

		private final transient ClassicHttpResponse head;

		EarlyAnswerException(ClassicHttpResponse head) {
			this.head = head;
		}

	}

}
