package net.taotoken.failover.autoconfigure.keys;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * All keys that {@link TaotokenProperties} has, and the one that somebody may have meant.
 */
public final class KnownKeys {

	private static final KnownKeys INSTANCE = new KnownKeys();

	private final List<KnownKey> keys = new ArrayList<>();

	private KnownKeys() {
		for (Field property : TaotokenProperties.class.getDeclaredFields()) {
			if (!Modifier.isStatic(property.getModifiers())) {
				add(KnownKey.ROOT.property(DataObjectPropertyName.toDashedForm(property.getName())),
						property.getGenericType());
			}
		}
	}

	public static KnownKeys instance() {
		return INSTANCE;
	}

	private void addRecord(KnownKey parent, Class<?> type) {
		for (Parameter component : type.getDeclaredConstructors()[0].getParameters()) {
			Name name = component.getAnnotation(Name.class);
			String property = (name != null) ? name.value() : DataObjectPropertyName.toDashedForm(component.getName());
			add(parent.property(property), component.getParameterizedType());
		}
	}

	private void add(KnownKey key, Type type) {
		if (type instanceof Class<?> record && record.isRecord()) {
			addRecord(key, record);
			return;
		}
		this.keys.add(key);
		if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
			addElements(key, raw, generic.getActualTypeArguments());
		}
	}

	private void addElements(KnownKey key, Class<?> container, Type[] arguments) {
		if (Map.class.isAssignableFrom(container)) {
			add(key.entry(), arguments[1]);
		}
		else if (Collection.class.isAssignableFrom(container) && arguments[0] instanceof Class<?> element
				&& element.isRecord()) {
			addRecord(key.element(), element);
		}
	}

	/**
	 * All keys, with {@code *} for keys of maps and {@code [0]} for elements of lists.
	 * @return the keys
	 */
	public List<String> all() {
		return this.keys.stream().map(KnownKey::toString).toList();
	}

	/**
	 * The fields that each entry of a map has.
	 * @param map the key of the map
	 * @return the names of its properties, those of maps and lists among them
	 */
	public List<String> fieldsOfEntries(String map) {
		String prefix = map + ".*.";
		return all().stream()
			.filter((key) -> key.startsWith(prefix))
			.map((key) -> key.substring(prefix.length()).split("[.\\[]", 2)[0])
			.distinct()
			.toList();
	}

	/**
	 * The key that is closest to an unknown one.
	 * @param unknown the unknown key
	 * @return the key, unless all are far from it
	 */
	public Optional<PropertyKey> closest(ConfigurationPropertyName unknown) {
		List<String> elements = elements(unknown, Form.ORIGINAL);
		String text = String.join(".", elements);
		return this.keys.stream()
			.flatMap((key) -> key.filledFrom(elements).stream())
			.map((key) -> new Closeness(key, Spelling.distance(text, key.text())))
			.filter((closeness) -> closeness.distance() <= Math.max(2, text.length() / 3))
			.min(Comparator.comparingInt(Closeness::distance))
			.map((closeness) -> closeness.key().toPropertyKey());
	}

	/**
	 * The key with map entries that an environment variable means.
	 * @param written the name that Spring Boot has made of the variable
	 * @return the name that was meant, unless there are no map entries in it
	 */
	public Optional<ConfigurationPropertyName> withWholeEntries(ConfigurationPropertyName written) {
		List<String> elements = elements(written, Form.UNIFORM);
		KnownKey meant = null;
		for (KnownKey known : this.keys) {
			KnownKey key = known.hasEntries() ? known.joinedFrom(elements) : null;
			if (key != null && (meant == null || key.lengthOfEntries() < meant.lengthOfEntries())) {
				meant = key;
			}
		}
		return Optional.ofNullable(meant).map((key) -> ConfigurationPropertyName.of(key.toPropertyKey().name()));
	}

	private static List<String> elements(ConfigurationPropertyName name, Form form) {
		List<String> elements = new ArrayList<>();
		for (int i = 1; i < name.getNumberOfElements(); i++) {
			elements.add(name.getElement(i, form));
		}
		return elements;
	}

	private record Closeness(KnownKey key, int distance) {

	}

}
