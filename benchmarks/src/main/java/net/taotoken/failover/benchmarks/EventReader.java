package net.taotoken.failover.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a stream of chunks as one would write it by hand: line by line.
 */
final class EventReader {

	private static final String DATA = "data: ";

	private final ObjectReader chunks;

	EventReader(JsonMapper mapper) {
		this.chunks = mapper.readerFor(Chunk.class);
	}

	String text(InputStream in) throws IOException {
		StringBuilder text = new StringBuilder();
		BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (line.startsWith(DATA) && !line.startsWith("[DONE]", DATA.length())) {
				Chunk chunk = this.chunks.readValue(line.substring(DATA.length()));
				chunk.choices().forEach((choice) -> append(text, choice.delta().content()));
			}
		}
		return text.toString();
	}

	private static void append(StringBuilder text, @Nullable String token) {
		if (token != null) {
			text.append(token);
		}
	}

	record Chunk(String id, String object, Long created, String model, List<ChunkChoice> choices) {
	}

	record ChunkChoice(Integer index, Delta delta) {
	}

	record Delta(@Nullable String role, @Nullable String content) {
	}

}
