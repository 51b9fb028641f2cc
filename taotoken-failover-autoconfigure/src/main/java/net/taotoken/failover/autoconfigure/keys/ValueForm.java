package net.taotoken.failover.autoconfigure.keys;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.util.unit.DataSize;

/**
 * The form that values of a type have, for messages.
 *
 * @param what what a value has to be
 * @param allowed the values that there are, if they can be counted
 * @param example a good value
 */
public record ValueForm(String what, List<String> allowed, String example) {

	public static ValueForm of(Class<?> type) {
		if (type.isEnum()) {
			List<String> names = Stream.of(type.getEnumConstants()).map(ValueForm::kebab).toList();
			return new ValueForm("one of " + String.join(", ", names), names, names.get(0));
		}
		if (type == Duration.class) {
			return open("a time such as 5s, 500ms or 2m", "5s");
		}
		if (type == DataSize.class) {
			return open("a size such as 16MB or 512KB", "16MB");
		}
		if (type == Boolean.class) {
			return new ValueForm("true or false", List.of("true", "false"), "true");
		}
		if (type == Integer.class) {
			return open("a whole number", "2");
		}
		return (type == Double.class) ? open("a number", "0.5") : open("of the right form", "...");
	}

	private static ValueForm open(String what, String example) {
		return new ValueForm(what, List.of(), example);
	}

	public static String kebab(Object constant) {
		return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	public InvalidTaotokenConfigurationException refuse(PropertyKey key, String value) {
		Optional<String> meant = Spelling.closest(value.toLowerCase(Locale.ROOT), this.allowed);
		return key.refuse("It is '" + value + "', but it must be " + this.what + "." + didYouMean(meant),
				meant.orElse(this.example));
	}

	public InvalidTaotokenConfigurationException refuseKey(PropertyKey key, String name) {
		Optional<String> meant = Spelling.closest(name.toLowerCase(Locale.ROOT), this.allowed);
		String parent = key.name().substring(0, key.name().lastIndexOf(name) - 1);
		return key.refuseAndAdvise(
				"There is no '" + name + "'; the name must be " + this.what + "." + didYouMean(meant),
				new PropertyKey(parent).dot(meant.orElse(this.example)).dot("wait").line("5s"));
	}

	private static String didYouMean(Optional<String> meant) {
		return meant.map((name) -> " Did you mean '" + name + "'?").orElse("");
	}

}
