package net.taotoken.failover.fleet;

/**
 * The names of keys and of the channel. The braces keep all of them in one slot of a
 * cluster, so that a script may use two of them.
 *
 * @param namespace separates applications that share a Redis
 */
record FleetKeys(String namespace) {

	String out(String model) {
		return prefix() + "out:" + model;
	}

	String probe(String model) {
		return prefix() + "probe:" + model;
	}

	String doubt(String model) {
		return prefix() + "doubt:" + model;
	}

	String reading(String source) {
		return prefix() + "console:" + source;
	}

	String reader(String source) {
		return prefix() + "reader:" + source;
	}

	String channel() {
		return prefix() + "events";
	}

	private String prefix() {
		return "{taotoken:" + this.namespace + "}:";
	}

}
