package net.taotoken.failover.fault.rules;

/**
 * Remarks for operators, added to the description of a fault.
 */
final class FaultHints {

	static final String BALANCE = "the balance or quota of the account or key is used up";

	static final String KEY = "check taotoken.api-key";

	static final String SUSPENDED = "the account is suspended";

	static final String IP = "the key may not be used from this IP address";

	static final String NO_MODELS = "the key may use no model at all";

	static final String KEY_GROUP = "the group of the key is disabled";

	static final String BASE_URL = "check taotoken.base-url";

	static final String FIREWALL = "a firewall in front of the gateway refused the request";

	static final String NO_CHANNEL = "the gateway has no channel for this model";

	static final String NO_PERMISSION = "the key may not use this model";

	static final String CHANNEL_KEY = "the gateway's own key for this model was refused";

	static final String OWN_LIMIT = "the request limit of the account or key";

	static final String UPSTREAM_QUOTA = "the gateway's own quota for this model is used up";

	private FaultHints() {
	}

}
