package net.taotoken.failover.autoconfigure.diagnostics;

import net.taotoken.failover.autoconfigure.binding.TaotokenBinder;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Hands {@link TaotokenProperties} to {@link TaotokenBinder}, and leaves all other
 * properties to Spring Boot.
 */
public final class TaotokenBindAdvisor implements ConfigurationPropertiesBindHandlerAdvisor {

	private final TaotokenBinder binder;

	private final ConfigurableEnvironment environment;

	private final ListableBeanFactory beans;

	private final UnknownVariables unknown = new UnknownVariables();

	public TaotokenBindAdvisor(ListableBeanFactory beans, ConfigurableEnvironment environment) {
		this.binder = new TaotokenBinder(beans);
		this.beans = beans;
		this.environment = environment;
	}

	@Override
	public BindHandler apply(BindHandler handler) {
		return new Handler(handler);
	}

	private final class Handler extends AbstractBindHandler {

		private Handler(BindHandler parent) {
			super(parent);
		}

		@Override
		@SuppressWarnings("unchecked")
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			if (!isOurs(target)) {
				return super.onStart(name, target, context);
			}
			TaotokenBindAdvisor.this.binder.bind((Bindable<TaotokenProperties>) target, context.getSources(),
					TaotokenBindAdvisor.this.environment);
			TaotokenBindAdvisor.this.unknown.warn(TaotokenBindAdvisor.this.environment, TaotokenBindAdvisor.this.beans);
			return null;
		}

		@Override
		public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				@Nullable Object result) throws Exception {
			// Spring Boot has bound nothing here, and would miss it
			if (!isOurs(target)) {
				super.onFinish(name, target, context, result);
			}
		}

		private boolean isOurs(Bindable<?> target) {
			return target.getType().resolve() == TaotokenProperties.class;
		}

	}

}
