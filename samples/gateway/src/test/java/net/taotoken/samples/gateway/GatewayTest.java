package net.taotoken.samples.gateway;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import net.taotoken.failover.route.CurrentRoutes;
import net.taotoken.failover.route.Model;
import net.taotoken.failover.route.Route;
import net.taotoken.failover.route.Routes;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A gateway between a client and an upstream, both in the hands of the test. Each test
 * has two models of its own, of which nothing is known yet.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "taotoken.api-key=" + GatewayTest.UPSTREAM_KEY, "taotoken.model-priority=first",
				"taotoken.timeouts.total=20s", "taotoken.timeouts.stall=20s", "taotoken.timeouts.first-token=20s",
				"taotoken.faults.quota-exhausted.cool-down=1ms", "taotoken.faults.authentication.cool-down=1ms" })
abstract class GatewayTest {

	static final String UPSTREAM_KEY = "tt-TheUpstreamKey0123456789";

	static final Upstream upstream = new Upstream();

	private static final AtomicInteger number = new AtomicInteger();

	final String one = "one-" + number.incrementAndGet();

	final String two = "two-" + number.get();

	@LocalServerPort
	private int port;

	@Autowired
	private CurrentRoutes routes;

	Client client;

	@DynamicPropertySource
	static void upstream(DynamicPropertyRegistry registry) {
		registry.add("taotoken.base-url", upstream::url);
	}

	@BeforeEach
	void connect() {
		this.client = new Client(this.port);
		upstream.startAfresh();
		Route route = Route.of(Route.DEFAULT, this.one, this.two);
		this.routes.change((routes) -> new Routes(
				List.of(configured(routes, route), configured(routes, Route.of("cheap", this.two)))));
	}

	// the settings of the application, the models of the test
	private static Route configured(Routes routes, Route route) {
		Route configured = routes.get(Route.DEFAULT);
		List<Model> models = route.models()
			.stream()
			.map((model) -> Model.of(model.id(), configured.timeouts()))
			.toList();
		return new Route(route.name(), models, configured.strategy(), configured.totalTimeout(), configured.retry(),
				configured.faults(), configured.timeouts());
	}

	List<String> models() {
		return upstream.asked().stream().map(Upstream.Asked::model).toList();
	}

}
