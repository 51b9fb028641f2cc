package net.taotoken.failover.autoconfigure.keys;

import java.util.regex.Pattern;

import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;

/**
 * The key of a property, for messages. Map keys that Spring Boot would strip or split are
 * put in square brackets.
 */
public record PropertyKey(String name) {

	public static final PropertyKey ROOT = new PropertyKey(TaotokenProperties.PREFIX);

	private static final Pattern PLAIN = Pattern.compile("[a-z0-9-]+");

	public PropertyKey dot(String property) {
		return new PropertyKey(this.name + "." + property);
	}

	public PropertyKey entry(String mapKey) {
		return PLAIN.matcher(mapKey).matches() ? dot(mapKey) : new PropertyKey(this.name + "[" + mapKey + "]");
	}

	public PropertyKey index(int index) {
		return new PropertyKey(this.name + "[" + index + "]");
	}

	public String line(Object value) {
		return this.name + "=" + value;
	}

	public InvalidTaotokenConfigurationException refuse(String problem, Object goodValue) {
		return refuseAndAdvise(problem, line(goodValue));
	}

	public InvalidTaotokenConfigurationException refuseAndAdvise(String problem, String remedy) {
		return new InvalidTaotokenConfigurationException(this.name, problem, remedy);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
