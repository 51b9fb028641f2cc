package net.taotoken.failover.autoconfigure.settings;

import net.taotoken.failover.console.ConsoleSettings;
import net.taotoken.failover.console.Schedule;
import net.taotoken.failover.console.StatusDocument;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code taotoken.console}.
 *
 * @param settings what follows from what is read
 * @param models when the list of models is read
 * @param modelsPath where it is
 * @param readsModels whether it is read
 * @param status when the status document is read
 * @param document the status document, or {@code null} if none is read
 * @param balance when the balance is read
 * @param subscriptionPath where a part of it is
 * @param usagePath where the other part of it is
 * @param readsBalance whether it is read
 */
public record ConsoleSources(ConsoleSettings settings, Schedule models, String modelsPath, boolean readsModels,
		Schedule status, @Nullable StatusDocument document, Schedule balance, String subscriptionPath, String usagePath,
		boolean readsBalance) {

}
