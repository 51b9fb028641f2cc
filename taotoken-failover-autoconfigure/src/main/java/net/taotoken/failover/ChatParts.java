package net.taotoken.failover;

import net.taotoken.failover.engine.ModelProbe;

/**
 * The parts that the requests of a template share.
 *
 * @param sender sends them
 * @param habits what is known of the streams of models
 * @param silentStreams the models whose streams bring no first token
 * @param probe finds out whether a model is back, beside the calls
 */
record ChatParts(AttemptSender sender, StreamingHabits habits, SilentStreams silentStreams, ModelProbe probe) {
}
