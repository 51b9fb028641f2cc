package net.taotoken.failover.springai;

import java.util.List;
import java.util.Objects;

import io.micrometer.common.KeyValue;
import net.taotoken.failover.route.Route;

import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation.LowCardinalityKeyNames;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.util.CollectionUtils;
import org.springframework.util.StringUtils;

/**
 * Spring AI's convention, but that a call for which nobody has named a model names its
 * route as what was requested. The model that answered is the model of the response.
 */
final class RouteObservationConvention extends DefaultChatModelObservationConvention {

	@Override
	public String getContextualName(ChatModelObservationContext context) {
		return context.getOperationMetadata().operationType() + " " + requested(context);
	}

	@Override
	protected KeyValue requestModel(ChatModelObservationContext context) {
		return KeyValue.of(LowCardinalityKeyNames.REQUEST_MODEL, requested(context));
	}

	private static String requested(ChatModelObservationContext context) {
		if (!(context.getRequest().getOptions() instanceof TaotokenChatOptions options)) {
			return Route.DEFAULT;
		}
		if (StringUtils.hasText(options.getModel())) {
			return options.getModel();
		}
		List<String> models = options.getModels();
		return CollectionUtils.isEmpty(models) ? Objects.requireNonNullElse(options.getRoute(), Route.DEFAULT)
				: models.get(0);
	}

}
