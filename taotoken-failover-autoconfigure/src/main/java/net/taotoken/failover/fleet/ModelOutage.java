package net.taotoken.failover.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import org.jspecify.annotations.Nullable;

/**
 * That a model is out, as one instance tells the others, or several together. The written
 * form begins with a version, and ends with the id of the model, which may have any
 * visible character.
 *
 * @param until when the cool-down ends, in milliseconds of Redis' clock
 * @param kind why
 * @param scope what is out: the model, or all of its entry
 * @param dictated whether the server said for how long
 * @param instances who says so, the one that tells it first
 * @param model the id of the model
 */
record ModelOutage(long until, FaultKind kind, FaultScope scope, boolean dictated, List<String> instances,
		String model) {

	/** The form of the names of instances, which stand in logs and health. */
	static final String INSTANCE = "[\\w.-]{1,120}";

	private static final int LONGEST = 20_000;

	private static final Pattern WRITTEN = Pattern.compile("1 (\\d{1,15}) ([a-z-]{1,50}) (model|account)"
			+ " (dictated|chosen) (" + INSTANCE + "(?:," + INSTANCE + "){0,99}) (.{1,500})");

	/**
	 * The written form without the version and the end, which a script puts before it.
	 */
	static String write(Fault fault, String instance, String model) {
		return String.join(" ", write(fault), instance, model);
	}

	/**
	 * The same without those who say so, and the model.
	 */
	static String write(Fault fault) {
		return String.join(" ", fault.kind().id(), (fault.scope() == FaultScope.ACCOUNT) ? "account" : "model",
				(fault.retryAfter() != null) ? "dictated" : "chosen");
	}

	/**
	 * Read the written form.
	 * @param text what stands in Redis, which anybody may have written
	 * @return the outage, or {@code null} if this version does not understand the text
	 */
	static @Nullable ModelOutage read(String text) {
		Matcher written = WRITTEN.matcher(text);
		boolean matches = text.length() <= LONGEST && written.matches();
		FaultKind kind = matches ? kind(written.group(2)) : null;
		if (kind == null) {
			return null;
		}
		FaultScope scope = written.group(3).equals("account") ? FaultScope.ACCOUNT : FaultScope.MODEL;
		return new ModelOutage(Long.parseLong(written.group(1)), kind, scope, written.group(4).equals("dictated"),
				List.of(written.group(5).split(",")), written.group(6));
	}

	private static @Nullable FaultKind kind(String id) {
		return Arrays.stream(FaultKind.values())
			.filter((kind) -> kind.id().equals(id) && (kind.isWordOfServer() || FleetSettings.isDoubtful(kind)))
			.findFirst()
			.orElse(null);
	}

	/**
	 * The instance that tells it.
	 */
	String instance() {
		return this.instances.get(0);
	}

	/**
	 * Tells whether it is to be believed: by the word of a server, which one instance
	 * passes on, or by what enough instances have seen.
	 */
	boolean isBelieved(FleetSettings settings) {
		return this.kind.isWordOfServer()
				|| (settings.isVotedOn(this.kind) && this.instances.stream().distinct().count() >= settings.quorum());
	}

}
