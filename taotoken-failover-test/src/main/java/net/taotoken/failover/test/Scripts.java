package net.taotoken.failover.test;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The scripts of the models of one entry.
 */
final class Scripts {

	/** The line that a test writes to get an entry. */
	private final String line;

	/** The scripts for models that have none here. */
	private final @Nullable Scripts fallback;

	private final Map<String, ModelScript> models = new ConcurrentHashMap<>();

	private volatile ModelScript others;

	Scripts(String line, @Nullable Scripts fallback) {
		this.line = line;
		this.fallback = fallback;
		this.others = ofOthers();
	}

	private ModelScript ofOthers() {
		ModelScript script = new ModelScript(this.line + "otherModels()");
		return (this.fallback != null) ? script
				: script.will(Replies.answer((request) -> "This is " + request.model() + "."));
	}

	ModelScript model(String name) {
		return this.models.computeIfAbsent(name, (key) -> new ModelScript(this.line + "model(\"" + key + "\")"));
	}

	ModelScript others() {
		return this.others;
	}

	Collection<String> names() {
		return new TreeSet<>(this.models.keySet());
	}

	/** The script that holds for a model. */
	ModelScript of(String name) {
		ModelScript own = this.models.get(name);
		if (own != null && !own.isEmpty()) {
			return own;
		}
		return (this.others.isEmpty() && this.fallback != null) ? this.fallback.others() : this.others;
	}

	void clear() {
		this.models.clear();
		this.others = ofOthers();
	}

}
