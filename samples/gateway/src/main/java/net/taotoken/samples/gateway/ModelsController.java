package net.taotoken.samples.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.http.HttpServletResponse;
import net.taotoken.failover.chat.WireJson;
import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Routes;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what a request may write into its field {@code model}.
 */
@RestController
class ModelsController {

	private final CurrentRoutes routes;

	ModelsController(CurrentRoutes routes) {
		this.routes = routes;
	}

	@GetMapping("/v1/models")
	void models(HttpServletResponse response) throws IOException {
		Routes routes = this.routes.get();
		Set<String> ids = new LinkedHashSet<>(List.of(ChatRequests.AUTO));
		routes.all().forEach((route) -> ids.add(route.name()));
		routes.all().forEach((route) -> route.models().forEach((model) -> ids.add(model.name())));
		List<Map<String, Object>> data = new ArrayList<>();
		ids.forEach((id) -> data.add(model(id)));
		Map<String, Object> list = new LinkedHashMap<>();
		list.put("object", "list");
		list.put("data", data);
		Replies.json(response, HttpStatus.OK.value(), WireJson.mapper().writeValueAsBytes(list));
	}

	private static Map<String, Object> model(String id) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("id", id);
		model.put("object", "model");
		model.put("created", 0);
		model.put("owned_by", "taotoken");
		return model;
	}

}
