package net.taotoken.failover.autoconfigure.properties;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Requests about models and money, made beside all calls.
 *
 * @param demoteBelow Fraction of its quota below which a model moves behind the others,
 * between 0 and 1. It moves back when five points more are left. With 0, no quota moves a
 * model.
 * @param models List of models of the gateway.
 * @param statusUrl Absolute URL of a JSON document that tells how models are doing. The
 * API key is sent along only if it is at the gateway.
 * @param status Reading of the JSON document at the status URL.
 * @param balance Balance of the account.
 * @since 0.1.0
 */
public record ConsoleProperties(@DefaultValue("0.1") double demoteBelow, Models models, @Nullable String statusUrl,
		Status status, Balance balance) {

	static final ConsoleProperties DEFAULTS = new ConsoleProperties(0.1, Models.DEFAULTS, null, Status.DEFAULTS,
			Balance.DEFAULTS);

	/**
	 * Completes what was bound, as {@link TaotokenProperties} does.
	 */
	public ConsoleProperties {
		models = Objects.requireNonNullElse(models, Models.DEFAULTS);
		status = Objects.requireNonNullElse(status, Status.DEFAULTS);
		balance = Objects.requireNonNullElse(balance, Balance.DEFAULTS);
	}

	/**
	 * Nothing of the content, since addresses and headers may hold secrets.
	 */
	@Override
	public String toString() {
		return "ConsoleProperties";
	}

	/**
	 * The list of models of the gateway.
	 *
	 * @param enabled Whether models that the gateway does not list are put last.
	 * @param failOnMissing Whether the application does not start when the gateway does
	 * not list one of the models.
	 * @param interval Time between two readings.
	 * @param timeout Maximum time of a reading.
	 * @param jitter Share of the interval by which readings come earlier or later at
	 * random, between 0 and 1.
	 */
	public record Models(@DefaultValue("false") boolean enabled, @DefaultValue("false") boolean failOnMissing,
			@DefaultValue("5m") Duration interval, @DefaultValue("5s") Duration timeout,
			@DefaultValue("0.2") double jitter) {

		static final Models DEFAULTS = new Models(false, false, Duration.ofMinutes(5), Duration.ofSeconds(5), 0.2);

	}

	/**
	 * Places in the status document that are read.
	 *
	 * @param headers Headers that are sent with the request.
	 * @param entries JSON pointer to the list of entries, or to an object whose field
	 * names are model ids. Empty for the whole document.
	 * @param model JSON pointer inside an entry to the model id.
	 * @param state JSON pointer inside an entry to the state of the model.
	 * @param availableStates Comma-separated list of the states in which a model can be
	 * used, in upper or lower case.
	 * @param quotaRemaining JSON pointer inside an entry to what is left of the quota.
	 * Without a total, it is a fraction between 0 and 1 or a percentage with its sign.
	 * @param quotaTotal JSON pointer inside an entry to the whole quota.
	 * @param interval Time between two readings.
	 * @param timeout Maximum time of a reading.
	 * @param jitter Share of the interval by which readings come earlier or later at
	 * random, between 0 and 1.
	 */
	public record Status(@DefaultValue Map<String, String> headers, @DefaultValue("/data") String entries,
			@DefaultValue("/id") String model, @Nullable String state, @DefaultValue( {
					"available", "active", "enabled", "healthy", "normal", "ok", "online", "operational", "running",
					"up", "true", "1" }) Set<String> availableStates,
			@Nullable String quotaRemaining, @Nullable String quotaTotal, @DefaultValue("60s") Duration interval,
			@DefaultValue("5s") Duration timeout, @DefaultValue("0.2") double jitter){

		static final Status DEFAULTS = new Status(
				Map.of(), "/data", "/id", null, Set.of("available", "active", "enabled", "healthy", "normal", "ok",
						"online", "operational", "running", "up", "true", "1"),
				null, null, Duration.ofSeconds(60), Duration.ofSeconds(5), 0.2);

		/**
		 * Nothing of the content, since headers may hold secrets.
		 */
		@Override
		public String toString() {
			return "ConsoleProperties.Status";
		}

	}

	/**
	 * The balance of the account.
	 *
	 * @param enabled Whether the balance is read.
	 * @param low Balance below which it is reported as low. Unless set, it is only shown.
	 * @param subscriptionPath Path of the document with the limit of the account,
	 * appended to the base URL.
	 * @param usagePath Path of the document with what was spent, appended to the base
	 * URL.
	 * @param interval Time between two readings.
	 * @param timeout Maximum time of each of the two requests.
	 * @param jitter Share of the interval by which readings come earlier or later at
	 * random, between 0 and 1.
	 */
	public record Balance(@DefaultValue("false") boolean enabled, @Nullable Double low,
			@DefaultValue("/v1/dashboard/billing/subscription") String subscriptionPath,
			@DefaultValue("/v1/dashboard/billing/usage") String usagePath, @DefaultValue("5m") Duration interval,
			@DefaultValue("5s") Duration timeout, @DefaultValue("0.2") double jitter) {

		static final Balance DEFAULTS = new Balance(false, null, "/v1/dashboard/billing/subscription",
				"/v1/dashboard/billing/usage", Duration.ofMinutes(5), Duration.ofSeconds(5), 0.2);

	}

}
