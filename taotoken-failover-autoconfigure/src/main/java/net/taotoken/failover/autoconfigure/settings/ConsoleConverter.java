package net.taotoken.failover.autoconfigure.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

import net.taotoken.failover.autoconfigure.binding.WrittenText;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.ConsoleProperties;
import net.taotoken.failover.console.ConsoleSettings;
import net.taotoken.failover.console.Schedule;
import net.taotoken.failover.console.StatusDocument;
import net.taotoken.failover.gateway.connection.GatewayAddress;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

import org.springframework.util.StringUtils;

/**
 * Makes settings of the properties under {@code taotoken.console}. No message holds the
 * status URL or a header.
 */
public final class ConsoleConverter {

	static final PropertyKey KEY = PropertyKey.ROOT.dot("console");

	public static final PropertyKey MODELS = KEY.dot("models");

	public static final PropertyKey STATUS_URL = KEY.dot("status-url");

	static final PropertyKey STATUS = KEY.dot("status");

	public static final PropertyKey BALANCE = KEY.dot("balance");

	private static final String URL_EXAMPLE = "https://console.example.com/api/models";

	private final ConsoleProperties given;

	ConsoleConverter(ConsoleProperties given) {
		this.given = given;
	}

	public ConsoleSources convert(String modelsPath) {
		Schedule models = models();
		Schedule status = status();
		StatusDocument document = statusDocument();
		Schedule balance = balance();
		return new ConsoleSources(settings(), models, modelsPath, this.given.models().enabled(), status, document,
				balance, subscriptionPath(), usagePath(), this.given.balance().enabled());
	}

	private ConsoleSettings settings() {
		Double low = this.given.balance().low();
		return new ConsoleSettings(Checks.between(KEY.dot("demote-below"), 0, 1, this.given.demoteBelow(), 0.1),
				(low != null) ? Checks.amount(BALANCE.dot("low"), low, 10) : null);
	}

	private Schedule models() {
		ConsoleProperties.Models models = this.given.models();
		if (models.failOnMissing() && !models.enabled()) {
			throw MODELS.dot("fail-on-missing")
				.refuseAndAdvise("It has no effect unless the list of models is read.",
						MODELS.dot("enabled").line(true));
		}
		return schedule(MODELS, models.interval(), "5m", models.timeout(), models.jitter());
	}

	private Schedule status() {
		ConsoleProperties.Status status = this.given.status();
		return schedule(STATUS, status.interval(), "60s", status.timeout(), status.jitter());
	}

	private Schedule balance() {
		ConsoleProperties.Balance balance = this.given.balance();
		subscriptionPath();
		usagePath();
		if (balance.low() != null && !balance.enabled()) {
			throw BALANCE.dot("low")
				.refuseAndAdvise("It has no effect unless the balance is read.", BALANCE.dot("enabled").line(true));
		}
		return schedule(BALANCE, balance.interval(), "5m", balance.timeout(), balance.jitter());
	}

	private String subscriptionPath() {
		return GatewayConverter.path(BALANCE.dot("subscription-path"), this.given.balance().subscriptionPath(),
				"/v1/dashboard/billing/subscription");
	}

	private String usagePath() {
		return GatewayConverter.path(BALANCE.dot("usage-path"), this.given.balance().usagePath(),
				"/v1/dashboard/billing/usage");
	}

	private @Nullable StatusDocument statusDocument() {
		ConsoleProperties.Status status = this.given.status();
		HeaderChecks.check(STATUS.dot("headers"), status.headers());
		JsonPointer state = optionalPointer("state", status.state(), "/status");
		JsonPointer remaining = optionalPointer("quota-remaining", status.quotaRemaining(), "/quota/remaining");
		JsonPointer total = optionalPointer("quota-total", status.quotaTotal(), "/quota/total");
		boolean says = state != null || remaining != null;
		if (!StringUtils.hasText(this.given.statusUrl())) {
			if (says || total != null || !status.headers().isEmpty()) {
				throw STATUS_URL.refuse("It is missing, but '" + STATUS + "' tells how to read what is there.",
						URL_EXAMPLE);
			}
			return null;
		}
		if (!says) {
			throw STATUS_URL.refuseAndAdvise("Nothing says what to read in the document that is there.",
					STATUS.dot("state").line("/status") + "\n" + STATUS.dot("quota-remaining").line("/quota/remaining")
							+ "\n" + STATUS.dot("quota-total").line("/quota/total"));
		}
		if (total != null && remaining == null) {
			throw STATUS.dot("quota-remaining")
				.refuse("It is missing, but '" + STATUS.dot("quota-total") + "' is there.", "/quota/remaining");
		}
		return new StatusDocument(address(this.given.statusUrl()), status.headers(),
				pointer("entries", status.entries(), "/data"), pointer("model", status.model(), "/id"), state,
				status.availableStates(), remaining, total);
	}

	private static @Nullable JsonPointer optionalPointer(String name, @Nullable String written, String example) {
		return StringUtils.hasText(written) ? pointer(name, written, example) : null;
	}

	private static JsonPointer pointer(String name, String written, String example) {
		PropertyKey key = STATUS.dot(name);
		Checks.resolved(key, written);
		try {
			return JsonPointer.compile(written.strip());
		}
		catch (IllegalArgumentException ex) {
			throw key.refuse("It is '" + written + "', but a JSON pointer begins with a slash.", example);
		}
	}

	private static URI address(String written) {
		Checks.secretResolved(STATUS_URL, written);
		try {
			URI url = new URI(WrittenText.clean(written));
			if (!ConnectionChecks.isHttp(url) || GatewayAddress.find(url) == null) {
				throw STATUS_URL.refuse("It is not an absolute http or https URL with a host.", URL_EXAMPLE);
			}
			if (url.getRawAuthority().indexOf('@') != -1 || url.getRawFragment() != null) {
				throw STATUS_URL.refuseAndAdvise("It holds a user, a password or a '#'.", STATUS_URL.line(URL_EXAMPLE)
						+ "\n" + STATUS.dot("headers").dot("Authorization").line("Bearer ${CONSOLE_TOKEN}"));
			}
			return url;
		}
		catch (URISyntaxException ex) {
			throw STATUS_URL.refuse("It is not a URL.", URL_EXAMPLE);
		}
	}

	private static Schedule schedule(PropertyKey key, Duration interval, String example, Duration timeout,
			double jitter) {
		PropertyKey intervalKey = key.dot("interval");
		Checks.positive(intervalKey, interval, example);
		if (interval.toSeconds() < 1) {
			throw intervalKey.refuse("It is " + Checks.text(interval) + ", but it must be at least 1s.", example);
		}
		return new Schedule(interval, Checks.positive(key.dot("timeout"), timeout, "5s"),
				Checks.between(key.dot("jitter"), 0, 1, jitter, 0.2));
	}

}
