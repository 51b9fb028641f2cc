package net.taotoken.failover.springai;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.HasFault;

/**
 * A stream of another provider's model is not proven whole.
 */
final class IncompleteAnswerException extends Exception implements HasFault {

	private static final long serialVersionUID = 1L;

	private final Fault fault;

	IncompleteAnswerException(String why) {
		super(why);
		this.fault = Fault.of(FaultKind.INVALID_RESPONSE).withHint(why);
	}

	@Override
	public Fault fault() {
		return this.fault;
	}

}
