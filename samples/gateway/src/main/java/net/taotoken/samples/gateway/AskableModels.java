package net.taotoken.samples.gateway;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Routes;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Knows which models a request may ask for.
 */
@Component
class AskableModels {

	/** The model name of clients that do not mind which model answers. */
	static final String AUTO = "auto";

	private final CurrentRoutes routes;

	private final GatewayProperties.Models allowed;

	AskableModels(CurrentRoutes routes, GatewayProperties properties) {
		this.routes = routes;
		this.allowed = properties.models();
	}

	/**
	 * The names that are listed.
	 */
	Set<String> names() {
		Routes routes = this.routes.get();
		Set<String> names = new LinkedHashSet<>(List.of(AUTO));
		routes.all().forEach((route) -> names.add(route.name()));
		routes.all().forEach((route) -> route.models().forEach((model) -> names.add(model.name())));
		return names;
	}

	boolean mayBeAsked(@Nullable String model) {
		return model == null || this.allowed == GatewayProperties.Models.ANY || names().contains(model)
				|| isCandidate(model);
	}

	private boolean isCandidate(String id) {
		return this.routes.get()
			.all()
			.stream()
			.flatMap((route) -> route.models().stream())
			.anyMatch((model) -> model.id().equals(id));
	}

}
