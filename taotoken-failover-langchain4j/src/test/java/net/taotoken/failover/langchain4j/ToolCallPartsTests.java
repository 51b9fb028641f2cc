package net.taotoken.failover.langchain4j;

import java.util.Map;

import dev.langchain4j.model.chat.response.PartialToolCall;
import net.taotoken.failover.chat.FunctionCall;
import net.taotoken.failover.chat.ToolCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ToolCallPartsTests {

	private final ToolCallParts parts = new ToolCallParts();

	@Test
	void positionIsThatOfTheWholeCallWhereverTheServerBeginsToCount() {
		assertThat(next(1, "t-1", "x", "{")).isEqualTo(part(0, "t-1", "x", "{"));
		assertThat(next(1, null, null, "}")).isEqualTo(part(0, "t-1", "x", "}"));
		assertThat(next(2, "t-2", "y", "{}")).isEqualTo(part(1, "t-2", "y", "{}"));
	}

	@Test
	void nothingIsHandedOnWithoutANameOrArguments() {
		assertThat(next(0, "t-1", "x", "")).isNull();
		assertThat(next(1, "t-2", null, "{")).isNull();
		assertThat(this.parts.next(new ToolCall(0, "t-1", "function", null, Map.of()))).isNull();
		assertThat(next(0, "t-1", null, "{}")).isEqualTo(part(0, "t-1", "x", "{}"));
	}

	@Test
	void nothingMoreIsHandedOnAfterADoubt() {
		assertThat(next(0, "t-1", "x", "{}")).isNotNull();
		assertThat(next(0, "t-2", "y", "{}")).isNull();
		assertThat(next(0, "t-1", "x", "{}")).isNull();
	}

	@Test
	void piecesWithoutANumberAreNotHandedOn() {
		assertThat(next(null, "t-1", "x", "{}")).isNull();
		assertThat(next(0, "t-1", "x", "{}")).isNull();
	}

	private @Nullable PartialToolCall next(@Nullable Integer index, @Nullable String id, @Nullable String name,
			String arguments) {
		return this.parts
			.next(new ToolCall(index, id, "function", new FunctionCall(name, arguments, Map.of()), Map.of()));
	}

	private static PartialToolCall part(int index, String id, String name, String arguments) {
		return PartialToolCall.builder().index(index).id(id).name(name).partialArguments(arguments).build();
	}

}
