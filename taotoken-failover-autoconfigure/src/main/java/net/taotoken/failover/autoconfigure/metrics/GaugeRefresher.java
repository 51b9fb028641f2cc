package net.taotoken.failover.autoconfigure.metrics;

import net.taotoken.failover.event.TaotokenEvent;
import net.taotoken.failover.metrics.ModelGauges;

import org.springframework.context.event.EventListener;

/**
 * Lets the gauges follow the routes: each change of them publishes an event.
 */
final class GaugeRefresher {

	private final ModelGauges gauges;

	GaugeRefresher(ModelGauges gauges) {
		this.gauges = gauges;
	}

	@EventListener
	void on(TaotokenEvent event) {
		this.gauges.refresh();
	}

}
