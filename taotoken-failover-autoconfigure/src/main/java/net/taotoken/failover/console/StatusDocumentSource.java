package net.taotoken.failover.console;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.gateway.GatewayDocuments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Knows what a JSON document says about models, in any form.
 *
 * @since 0.1.0
 */
public final class StatusDocumentSource implements ModelStatusSource {

	private final GatewayDocuments documents;

	private final StatusDocument document;

	private final Schedule schedule;

	/**
	 * Create a source.
	 * @param documents fetches the document
	 * @param document where it is, and where in it to look
	 * @param schedule when it is read
	 */
	public StatusDocumentSource(GatewayDocuments documents, StatusDocument document, Schedule schedule) {
		this.documents = documents;
		this.document = document;
		this.schedule = schedule;
	}

	@Override
	public StatusReport read(Set<String> models) {
		String text = this.documents.get(this.document.address(), this.document.headers(), this.schedule.timeout());
		JsonNode entries = LenientJson.parse("status-url", text).at(this.document.entries());
		if (!entries.isContainer()) {
			throw new UnusableDocumentException("status-url: there is no list where the pointer 'entries' leads");
		}
		Map<String, ModelStatus> report = new HashMap<>();
		if (entries.isObject()) {
			entries.forEachEntry((model, entry) -> add(report, models, model, new StatusEntry(this.document, entry)));
		}
		for (JsonNode entry : entries.isArray() ? entries : entries.path(-1)) {
			StatusEntry statusEntry = new StatusEntry(this.document, entry);
			add(report, models, statusEntry.model(), statusEntry);
		}
		if (report.isEmpty()) {
			throw new UnusableDocumentException("status-url: none of the models is in the list");
		}
		return StatusReport.of(report);
	}

	private static void add(Map<String, ModelStatus> report, Set<String> models, @Nullable String model,
			StatusEntry entry) {
		if (model != null && models.contains(model)) {
			report.merge(model, entry.status(), StatusEntry::better);
		}
	}

	@Override
	public Duration interval() {
		return this.schedule.interval();
	}

	@Override
	public double jitter() {
		return this.schedule.jitter();
	}

}
