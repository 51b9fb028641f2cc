package net.taotoken.failover.engine;

import net.taotoken.failover.route.Model;

/**
 * Finds out whether a model is back by a small request of its own, which belongs to no
 * call. It holds nothing that a user wrote.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ModelProbe {

	/**
	 * Ask a model, and come back as soon as it is known to answer. Called on a background
	 * thread, which is interrupted at shutdown, and when it has taken two and a half
	 * minutes: a probe limits its time itself, at best as the time-outs of the model say.
	 * While four probes do not come back in spite of that, no further one is made, and
	 * calls find out.
	 * @param model the model to ask
	 * @throws Exception if there was no answer. A fault of the request, such as a
	 * refusal, is an answer, too: a model that refuses is there
	 */
	void ask(Model model) throws Exception;

}
