package net.taotoken.samples.quickstart.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Breaks and repairs the simulated models: one by its name, or all of an entry by that of
 * the entry.
 */
@RestController
@RequestMapping("/simulate")
@Conditional(NoApiKey.class)
class SimulationController {

	private final SimulatedTaotoken simulated;

	SimulationController(SimulatedTaotoken simulated) {
		this.simulated = simulated;
	}

	@GetMapping
	Map<String, String> state() {
		Map<String, String> state = new LinkedHashMap<>();
		this.simulated.models().forEach((model, fault) -> state.put(model, fault.id()));
		return state;
	}

	@PostMapping("/{model}/{fault}")
	Map<String, String> simulate(@PathVariable String model, @PathVariable String fault) {
		List<String> models = this.simulated.named(model);
		if (models.isEmpty()) {
			throw badRequest("There is no model '" + model + "': use one of " + this.simulated.models().keySet());
		}
		SimulatedFault simulatedFault = SimulatedFault.of(fault);
		if (simulatedFault == null) {
			throw badRequest("There is no fault '" + fault + "': use one of " + SimulatedFault.ids());
		}
		models.forEach((one) -> this.simulated.set(one, simulatedFault));
		return state();
	}

	private static ResponseStatusException badRequest(String reason) {
		return new ResponseStatusException(HttpStatus.BAD_REQUEST, reason);
	}

}
