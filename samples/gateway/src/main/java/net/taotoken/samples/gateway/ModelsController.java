package net.taotoken.samples.gateway;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;
import net.taotoken.failover.chat.WireJson;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what a request may write into its field {@code model}.
 */
@RestController
class ModelsController {

	private final AskableModels models;

	ModelsController(AskableModels models) {
		this.models = models;
	}

	@GetMapping("/v1/models")
	void models(HttpServletResponse response) throws IOException {
		List<Map<String, Object>> data = this.models.names().stream().map(ModelsController::model).toList();
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
