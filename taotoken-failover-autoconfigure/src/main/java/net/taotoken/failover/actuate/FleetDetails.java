package net.taotoken.failover.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import net.taotoken.failover.health.FleetSnapshot;
import net.taotoken.failover.health.FleetSnapshot.Report;
import org.jspecify.annotations.Nullable;

/**
 * Writes down how this instance is connected with the others, for people and scripts.
 */
final class FleetDetails {

	private FleetDetails() {
	}

	/**
	 * Write down how the fleet is doing, or nothing if there is none.
	 * @param fleet tells how it is doing, or {@code null}
	 * @param target takes the details under a name
	 */
	static void write(@Nullable Supplier<? extends @Nullable FleetSnapshot> fleet, BiConsumer<String, Object> target) {
		FleetSnapshot snapshot = (fleet != null) ? fleet.get() : null;
		if (snapshot != null) {
			target.accept("fleet", of(snapshot));
		}
	}

	private static Map<String, Object> of(FleetSnapshot fleet) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", (fleet.connectedSince() != null) ? "connected" : "alone");
		if (fleet.connectedSince() != null) {
			details.put("connectedSince", Instants.text(fleet.connectedSince()));
		}
		details.put("namespace", fleet.namespace());
		details.put("instance", fleet.instance());
		details.put("sent", fleet.sent());
		details.put("received", fleet.received());
		details.put("dropped", fleet.dropped());
		if (fleet.lag() != null) {
			details.put("lag", fleet.lag().toMillis() + "ms");
		}
		write("reports", fleet.reports(), details);
		write("untold", fleet.untold(), details);
		return details;
	}

	private static void write(String name, List<Report> given, Map<String, Object> target) {
		if (!given.isEmpty()) {
			Map<String, Object> reports = new LinkedHashMap<>();
			given.forEach((report) -> reports.put(report.model(), of(report)));
			target.put(name, reports);
		}
	}

	private static Map<String, Object> of(Report report) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("kind", report.kind());
		details.put("by", report.instance());
		details.put("remaining", Math.max(1, report.remaining().toSeconds()) + "s");
		return details;
	}

}
