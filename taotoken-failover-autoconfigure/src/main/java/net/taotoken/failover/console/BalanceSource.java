package net.taotoken.failover.console;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import net.taotoken.failover.gateway.GatewayDocuments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Knows the balance of the account by the two billing documents that gateways of this
 * family have: what may be spent in all, and what was spent.
 *
 * @since 0.1.0
 */
public final class BalanceSource implements ModelStatusSource {

	/** The balance that such gateways report for a key without a limit. */
	private static final double NO_LIMIT = 100_000_000;

	private final GatewayDocuments documents;

	private final String subscriptionPath;

	private final String usagePath;

	private final Schedule schedule;

	/**
	 * Create a source.
	 * @param documents fetches the documents
	 * @param subscriptionPath the path of the one that holds {@code hard_limit_usd}
	 * @param usagePath the path of the one that holds {@code total_usage}, in hundredths
	 * @param schedule when they are read
	 */
	public BalanceSource(GatewayDocuments documents, String subscriptionPath, String usagePath, Schedule schedule) {
		this.documents = documents;
		this.subscriptionPath = subscriptionPath;
		this.usagePath = usagePath;
		this.schedule = schedule;
	}

	@Override
	public StatusReport read(Set<String> models) {
		double limit = fetch(this.subscriptionPath, "hard_limit_usd");
		if (limit >= NO_LIMIT) {
			return StatusReport.of(Map.of());
		}
		double spent = fetch(this.usagePath, "total_usage") / 100;
		return StatusReport.of(new AccountStatus(limit - spent, limit));
	}

	private double fetch(String path, String field) {
		JsonNode document = LenientJson.parse("balance", this.documents.get(path, this.schedule.timeout()));
		@Nullable Double value = LenientJson.number(document.path(field));
		if (value == null) {
			throw new UnusableDocumentException("balance: there is no number '" + field + "' in the document");
		}
		return value;
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
