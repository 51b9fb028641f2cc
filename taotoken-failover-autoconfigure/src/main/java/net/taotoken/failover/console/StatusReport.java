package net.taotoken.failover.console;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The knowledge of a source at one moment.
 *
 * @param models what it knows of models, by model id; models that it does not know are
 * missing
 * @param account what it knows of the account, or {@code null} if nothing
 * @since 0.1.0
 */
public record StatusReport(Map<String, ModelStatus> models, @Nullable AccountStatus account) {

	public StatusReport {
		models = Map.copyOf(models);
	}

	/**
	 * A report about models only.
	 * @param models what is known of models, by model id
	 * @return the report
	 */
	public static StatusReport of(Map<String, ModelStatus> models) {
		return new StatusReport(models, null);
	}

	/**
	 * A report about the account only.
	 * @param account what is known of the account
	 * @return the report
	 */
	public static StatusReport of(AccountStatus account) {
		return new StatusReport(Map.of(), account);
	}

}
