package net.taotoken.failover.engine;

/**
 * Lets a fraction of calls be hedged: each call saves up its fraction, a hedge costs one.
 * The saved amount is small and limited, so that many quiet calls do not allow many
 * hedges at once later. Safe for use by many threads.
 */
final class HedgeBudget {

	private static final double MOST_SAVED = 10;

	private final double maxExtra;

	private double saved;

	HedgeBudget(double maxExtra) {
		this.maxExtra = maxExtra;
	}

	synchronized void callStarted() {
		this.saved = Math.min(MOST_SAVED, this.saved + this.maxExtra);
	}

	synchronized boolean tryHedge() {
		// sums of fractions such as 0.05 fall just short of the whole number they stand
		// for
		if (this.saved < 1 - 1e-9) {
			return false;
		}
		this.saved -= 1;
		return true;
	}

}
