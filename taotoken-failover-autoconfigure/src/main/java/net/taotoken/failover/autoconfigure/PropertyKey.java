package net.taotoken.failover.autoconfigure;

import java.util.regex.Pattern;

/**
 * The key of a property, for messages. Map keys that Spring Boot would strip or split are
 * put in square brackets.
 */
record PropertyKey(String name) {

	static final PropertyKey ROOT = new PropertyKey(TaotokenProperties.PREFIX);

	private static final Pattern PLAIN = Pattern.compile("[a-z0-9-]+");

	PropertyKey dot(String property) {
		return new PropertyKey(this.name + "." + property);
	}

	PropertyKey entry(String mapKey) {
		return PLAIN.matcher(mapKey).matches() ? dot(mapKey) : new PropertyKey(this.name + "[" + mapKey + "]");
	}

	PropertyKey index(int index) {
		return new PropertyKey(this.name + "[" + index + "]");
	}

	String line(Object value) {
		return this.name + "=" + value;
	}

	InvalidTaotokenConfigurationException refuse(String problem, Object goodValue) {
		return refuseAndAdvise(problem, line(goodValue));
	}

	InvalidTaotokenConfigurationException refuseAndAdvise(String problem, String remedy) {
		return new InvalidTaotokenConfigurationException(this.name, problem, remedy);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
