package net.taotoken.failover.gateway;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.HasFault;

/**
 * The API key cannot be sent. That is a fault of the account: no other model would help.
 */
final class UnusableKeyException extends IllegalStateException implements HasFault {

	private static final long serialVersionUID = 1L;

	private final Fault fault;

	UnusableKeyException(String problem) {
		super(problem);
		this.fault = Fault.of(FaultKind.AUTHENTICATION, FaultScope.ACCOUNT).withHint(problem);
	}

	@Override
	public Fault fault() {
		return this.fault;
	}

}
