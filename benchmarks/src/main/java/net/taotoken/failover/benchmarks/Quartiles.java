package net.taotoken.failover.benchmarks;

import java.util.Collection;

/**
 * The middle of some figures, and how far they spread.
 *
 * @param lower the first quartile
 * @param median the median
 * @param upper the third quartile
 */
record Quartiles(double lower, double median, double upper) {

	static Quartiles of(Collection<Double> figures) {
		double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
	}

	private static double at(double[] sorted, double share) {
		if (sorted.length == 0) {
			return Double.NaN;
		}
		double position = share * (sorted.length - 1);
		int below = (int) position;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
	}

}
