package net.taotoken.failover.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import net.taotoken.failover.control.TaotokenControl;
import net.taotoken.failover.event.TaotokenChangedEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Does what a write operation asks for.
 *
 * @param control does it, in the name of the caller
 * @param duration the parameter of that name
 * @param order the parameter of that name
 */
record SteeringActions(TaotokenControl control, @Nullable String duration, @Nullable String order) {

	private static final String EXAMPLE = "{\"action\":\"cool-down\",\"duration\":\"10m\"}";

	TaotokenChangedEvent apply(EndpointPath path, @Nullable String action) {
		Map<String, Supplier<TaotokenChangedEvent>> actions = actions(path);
		String chosen = (action != null || this.order == null) ? action : "order";
		Supplier<TaotokenChangedEvent> step = (chosen != null) ? actions.get(chosen) : null;
		if (step == null) {
			throw new IllegalArgumentException(actions.isEmpty() ? "Nothing can be steered at '" + path.name() + "'"
					: ((chosen != null) ? "There is no action '" + chosen + "' here" : "The field 'action' is missing")
							+ ": use one of " + actions.keySet().stream().sorted().toList());
		}
		return step.get();
	}

	private Map<String, Supplier<TaotokenChangedEvent>> actions(EndpointPath path) {
		String name = path.name();
		return switch (path.kind()) {
			case MODEL -> Map.of("disable", () -> this.control.disable(name), "cool-down",
					() -> this.control.coolDown(name, parsedDuration()), "put-back", () -> this.control.putBack(name),
					"reset", () -> this.control.resetStatistics(name));
			case ALL_MODELS -> Map.of("reset", this.control::resetStatistics);
			case ROUTE -> Map.of("order", () -> this.control.setOrder(name, parsedOrder()), "reset-order",
					() -> this.control.resetOrder(name));
			case CALLS -> Map.of();
		};
	}

	private Duration parsedDuration() {
		if (this.duration == null) {
			throw new IllegalArgumentException("The field 'duration' is missing: send, for example, " + EXAMPLE);
		}
		try {
			return DurationStyle.detectAndParse(this.duration.strip());
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw new IllegalArgumentException(
					"'" + this.duration + "' is not a time such as 30s, 10m or 2h: send, for example, " + EXAMPLE, ex);
		}
	}

	private List<String> parsedOrder() {
		if (this.order == null) {
			throw new IllegalArgumentException(
					"The field 'order' is missing: send, for example, {\"order\":\"model-b,model-a\"}");
		}
		return Stream.of(this.order.split(",")).map(String::strip).filter((id) -> !id.isEmpty()).toList();
	}

}
