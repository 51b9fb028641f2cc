package net.taotoken.samples.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import net.taotoken.failover.chat.WireJson;
import tools.jackson.databind.JsonNode;

/**
 * A client of the gateway: the one of the JDK, or a raw socket.
 */
record Client(int port) {

	private static final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	HttpResponse<String> post(String json, String... headers) {
		return send(request(json, headers));
	}

	HttpRequest request(String json, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri("/v1/chat/completions"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json));
		return (headers.length != 0) ? request.headers(headers).build() : request.build();
	}

	HttpResponse<String> get(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
		return send((headers.length != 0) ? request.headers(headers).build() : request.build());
	}

	HttpResponse<String> send(HttpRequest request) {
		try {
			return http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A connection on which a request was sent, and of the answer nothing was read. */
	Socket open(String json) throws IOException {
		return sendRaw(bytes(json));
	}

	Socket sendRaw(String text) throws IOException {
		return sendRaw(text.getBytes(StandardCharsets.UTF_8));
	}

	private Socket sendRaw(byte[] bytes) throws IOException {
		Socket socket = new Socket("127.0.0.1", this.port);
		socket.setSoTimeout(30_000);
		socket.getOutputStream().write(bytes);
		return socket;
	}

	static byte[] bytes(String json) {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		return ("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
				+ "Content-Length: " + body.length + "\r\n\r\n" + json)
			.getBytes(StandardCharsets.UTF_8);
	}

	static String readUntil(Socket socket, String end) throws IOException {
		StringBuilder text = new StringBuilder();
		while (text.indexOf(end) < 0) {
			int read = socket.getInputStream().read();
			if (read < 0) {
				throw new IOException("the end came before " + end + ": " + text);
			}
			text.append((char) read);
		}
		return text.toString();
	}

	static String ask(String model) {
		return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";
	}

	static String askForStream(String model) {
		return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],\"stream\":true}";
	}

	static JsonNode json(HttpResponse<String> response) {
		return WireJson.mapper().readTree(response.body());
	}

}
