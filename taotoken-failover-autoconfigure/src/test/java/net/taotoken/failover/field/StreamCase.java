package net.taotoken.failover.field;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import net.taotoken.failover.gateway.RawServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A stream of {@code field/streams.json}: {@code chunks} one after the other, a number
 * being a pause in seconds and {@code {"times": n, "of": […]}} a repetition. With a
 * {@code pace}, all pauses and all limits of time are shortened by that factor.
 */
record StreamCase(JsonNode json, AtomicLong bytesSent) {

	/** How the call is to end. */
	enum Outcome {

		/** The model's own answer, at the first attempt. */
		ANSWER,

		/**
		 * No answer of this model: asked once more at most, then the next one answers.
		 */
		NEXT,

		/** The same, but a reader who has seen a part of it gets an exception. */
		BREAK

	}

	static Stream<StreamCase> all() {
		return FieldData.json("streams.json").map((json) -> new StreamCase(json, new AtomicLong()));
	}

	String id() {
		return this.json.get("id").asString();
	}

	Outcome outcome() {
		return Outcome.valueOf(this.json.get("outcome").asString().toUpperCase(Locale.ROOT));
	}

	/** Whether the model is the only one. */
	boolean isOnly() {
		return this.json.get("only").asBoolean();
	}

	boolean isDelivered(Way way) {
		return !this.json.has("deliveries")
				|| elements(this.json.get("deliveries")).anyMatch((name) -> name.asString().equals(way.name()));
	}

	@Nullable String text(String field) {
		return this.json.has(field) ? this.json.get(field).asString() : null;
	}

	@Nullable Integer number(String field) {
		return this.json.has(field) ? this.json.get(field).asInt() : null;
	}

	List<String> properties() {
		String models = "taotoken.model-priority=" + (isOnly() ? "a" : "a,b,c");
		if (pace() == 1) {
			return List.of(models);
		}
		return List.of(models, limit("first-token", 10), limit("stall", 30), limit("total", 120));
	}

	private String limit(String name, int seconds) {
		return "taotoken.timeouts." + name + "=" + (long) (seconds * 1000 * pace()) + "ms";
	}

	private double pace() {
		return this.json.has("pace") ? this.json.get("pace").asDouble() : 1;
	}

	/** The behaviour of the model. */
	boolean answer(RawServer.Connection connection, FieldGateway.Request request)
			throws IOException, InterruptedException {
		connection.send(FieldGateway.EVENTS);
		send(connection, this.json.get("chunks"));
		connection.send(FieldGateway.END);
		return true;
	}

	private void send(RawServer.Connection connection, JsonNode parts) throws IOException, InterruptedException {
		for (JsonNode part : parts) {
			if (part.isNumber()) {
				connection.pause(Duration.ofMillis((long) (part.asDouble() * 1000 * pace())));
			}
			else if (part.isString() || isText(part)) {
				String text = unfolded(part);
				connection.send(FieldGateway.httpChunk(text));
				this.bytesSent.addAndGet(text.length());
			}
			else {
				for (int time = 0; time < part.get("times").asInt(); time++) {
					send(connection, part.get("of"));
				}
			}
		}
	}

	/** Whether a repetition is of text without line ends, and so part of one event. */
	private static boolean isText(JsonNode part) {
		return part.isObject() && elements(part.get("of")).allMatch((inner) -> inner.isString())
				&& !unfolded(part.get("of").get(0)).contains("\n");
	}

	private static String unfolded(JsonNode part) {
		return part.isString() ? part.asString()
				: String.join("", elements(part.get("of")).map(StreamCase::unfolded).toList())
					.repeat(part.get("times").asInt());
	}

	private static Stream<JsonNode> elements(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false);
	}

	@Override
	public String toString() {
		return id();
	}

}
