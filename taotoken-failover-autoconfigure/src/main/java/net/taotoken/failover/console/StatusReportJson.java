package net.taotoken.failover.console;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The written form of a report, as instances leave it for each other.
 */
final class StatusReportJson {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private StatusReportJson() {
	}

	static String write(StatusReport report) {
		ObjectNode document = MAPPER.createObjectNode();
		ObjectNode models = document.putObject("models");
		report.models().forEach((id, status) -> write(status, models.putObject(id)));
		AccountStatus account = report.account();
		if (account != null) {
			ObjectNode written = document.putObject("account").put("balance", account.balance());
			put(written, "limit", account.limit());
			put(written, "entry", account.entry());
		}
		return document.toString();
	}

	private static void write(ModelStatus status, ObjectNode target) {
		target.put("available", status.available());
		Quota quota = status.quota();
		if (quota != null) {
			target.put("remaining", quota.remaining()).put("total", quota.total());
		}
		put(target, "reason", status.reason());
		if (!status.offered()) {
			target.put("offered", false);
		}
	}

	private static void put(ObjectNode target, String name, @Nullable String value) {
		if (value != null) {
			target.put(name, value);
		}
	}

	private static void put(ObjectNode target, String name, @Nullable Double value) {
		if (value != null) {
			target.put(name, value);
		}
	}

	/**
	 * Read a report.
	 * @param text what another instance has left, or anybody else
	 * @return the report, or {@code null} if the text is none
	 */
	static @Nullable StatusReport read(String text) {
		try {
			JsonNode document = MAPPER.readTree(text);
			if (!document.path("models").isObject()) {
				return null;
			}
			Map<String, ModelStatus> models = new LinkedHashMap<>();
			document.path("models")
				.properties()
				.forEach((entry) -> models.put(entry.getKey(), status(entry.getValue())));
			return new StatusReport(models, account(document.path("account")));
		}
		catch (JacksonException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static ModelStatus status(JsonNode node) {
		Double remaining = number(node.path("remaining"));
		Double total = number(node.path("total"));
		Quota quota = (remaining != null && total != null) ? new Quota(remaining, total) : null;
		return new ModelStatus(node.path("available").asBoolean(true), quota, text(node.path("reason")),
				node.path("offered").asBoolean(true));
	}

	private static @Nullable AccountStatus account(JsonNode node) {
		Double balance = number(node.path("balance"));
		return (balance != null) ? new AccountStatus(balance, number(node.path("limit")), text(node.path("entry")))
				: null;
	}

	private static @Nullable Double number(JsonNode node) {
		return node.isNumber() ? node.asDouble() : null;
	}

	private static @Nullable String text(JsonNode node) {
		return node.isString() ? node.asString() : null;
	}

}
