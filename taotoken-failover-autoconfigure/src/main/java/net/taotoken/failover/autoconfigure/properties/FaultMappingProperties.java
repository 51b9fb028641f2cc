package net.taotoken.failover.autoconfigure.properties;

import net.taotoken.failover.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * An own rule that tells the fault behind an error answer. All conditions that are set
 * must hold.
 *
 * @param status HTTP status of the answer.
 * @param code Error code in the answer.
 * @param type Error type in the answer.
 * @param message Regular expression that is found in the error message.
 * @param fault Kind of fault that it is.
 * @since 0.1.0
 */
public record FaultMappingProperties(@Nullable Integer status, @Nullable String code, @Nullable String type,
		@Nullable String message, @Nullable FaultKind fault) {

}
