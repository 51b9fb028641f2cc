package net.taotoken.failover.engine;

import net.taotoken.failover.health.ModelHealth;
import net.taotoken.failover.health.Permit;
import net.taotoken.failover.route.Model;

/**
 * A model whose turn it is, with the permit for the first attempt on it.
 *
 * @param model the model
 * @param health its health, which gives further permits
 * @param permit the permit for the first attempt
 * @param now the tick at which the turn was given
 */
record SelectedModel(Model model, ModelHealth health, Permit permit, long now) {
}
