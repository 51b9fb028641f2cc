package net.taotoken.failover.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What the server does with one request.
 *
 * @param damages all damage done, in order; none for a right answer
 * @param random the chance of the details
 */
record Script(List<Damage> damages, Random random) {

	/** All damages there are. */
	static final List<Damage> ALL = Stream.<Damage[]>of(BodyDamage.values(), HeadDamage.values(), WireDamage.values())
		.flatMap(Stream::of)
		.toList();

	/**
	 * The script of a request, which is the same in each run with the same seed.
	 * @param number how many requests with this question came before
	 */
	static Script of(SoakSettings settings, double faultRate, Question question, int number) {
		Random random = settings.random(question.number(), number);
		List<Damage> damages = new ArrayList<>();
		if (random.nextDouble() < faultRate) {
			damages.add(ALL.get(random.nextInt(ALL.size())));
			Damage second = ALL.get(random.nextInt(ALL.size()));
			boolean combined = random.nextInt(4) == 0;
			if (combined && !damages.get(0).standsAlone() && !second.standsAlone()) {
				damages.add(second);
			}
		}
		return new Script(damages, random);
	}

	Draft draft(Question question, boolean streamed) {
		Draft draft = RightAnswers.to(question, streamed, this.random);
		this.damages.forEach((damage) -> damage.apply(draft, this.random));
		return draft;
	}

	/** Whether the answer is given before the body of the request has been read. */
	boolean isEarly() {
		return this.damages.contains(WireDamage.EARLY_ANSWER);
	}

	@Override
	public String toString() {
		return this.damages.isEmpty() ? "right" : this.damages.toString();
	}

}
