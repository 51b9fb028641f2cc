package net.taotoken.failover.springai;

import java.util.Map;

import net.taotoken.failover.chat.Tool;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.StringUtils;

/**
 * From the definition of a tool of Spring AI to ours. A schema is read once, not in each
 * call.
 */
final class ToolMapper {

	private final Map<Definition, Tool> tools = new ConcurrentReferenceHashMap<>();

	Tool tool(ToolDefinition tool) {
		Definition definition = new Definition(tool.name(), tool.description(), tool.inputSchema());
		Tool known = this.tools.get(definition);
		if (known != null) {
			return known;
		}
		Tool read = definition.tool();
		this.tools.put(definition, read);
		return read;
	}

	private record Definition(String name, @Nullable String description, @Nullable String schema) {

		Tool tool() {
			Map<String, @Nullable Object> parameters = StringUtils.hasText(this.schema)
					? SchemaReader.read("The input schema of the tool '" + this.name + "'", this.schema)
					: Map.of("type", "object", "properties", Map.of());
			return Tool.function(this.name, this.description, parameters);
		}

	}

}
