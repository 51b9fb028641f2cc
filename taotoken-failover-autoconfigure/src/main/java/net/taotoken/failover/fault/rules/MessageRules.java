package net.taotoken.failover.fault.rules;

import java.util.List;
import java.util.stream.Stream;

/**
 * The meanings of messages. The order matters: what a model cannot do is looked for
 * before what it does not offer, money before limits, limits before load.
 */
final class MessageRules {

	private MessageRules() {
	}

	static List<FaultRule> rules() {
		return Stream
			.of(TooLongRules.rules(), UnsupportedRules.dialects(), WrongRequestRules.rules(), UnsupportedRules.rules(),
					ContentRules.rules(), MoneyRules.rules(), LimitRules.rules(), ModelRules.rules(), KeyRules.rules(),
					OutageRules.rules())
			.flatMap(List::stream)
			.toList();
	}

}
