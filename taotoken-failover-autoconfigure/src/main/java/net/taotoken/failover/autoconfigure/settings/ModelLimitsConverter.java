package net.taotoken.failover.autoconfigure.settings;

import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.ModelProperties;
import net.taotoken.failover.route.ModelLimits;
import org.jspecify.annotations.Nullable;

/**
 * Makes limits of the properties under {@code taotoken.models.<id>.limits}.
 */
final class ModelLimitsConverter {

	private ModelLimitsConverter() {
	}

	/**
	 * The limits of a model, or {@code null} if it has none.
	 */
	static @Nullable ModelLimits convert(PropertyKey key, ModelProperties.Limits given) {
		if (given.rpm() == null && given.tpm() == null && given.concurrent() == null) {
			return null;
		}
		positive(key.dot("rpm"), given.rpm(), "60");
		positive(key.dot("tpm"), given.tpm(), "100000");
		positive(key.dot("concurrent"), given.concurrent(), "8");
		return new ModelLimits(given.rpm(), given.tpm(), given.concurrent());
	}

	private static void positive(PropertyKey key, @Nullable Number value, String example) {
		if (value != null && value.longValue() < 1) {
			throw key.refuseAndAdvise("It is " + value + ", but a limit below 1 would let nothing through.",
					key.line(example) + " (without the line, there is no such limit; a model that is not to be asked is"
							+ " left out of the lists)");
		}
	}

}
