package net.taotoken.failover.json;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Unmodifiable copies for the records of the wire. A {@code null} collection becomes an
 * empty one. {@code null} elements of a list are removed; {@code null} values of a map
 * are kept.
 */
public final class Copies {

	private static final ClassValue<Set<String>> FIELD_NAMES = new ClassValue<>() {
		@Override
		protected Set<String> computeValue(Class<?> type) {
			return Arrays.stream(type.getRecordComponents())
				.filter((component) -> isOnTheWire(component.getAccessor()))
				.map(Copies::fieldName)
				.collect(Collectors.toUnmodifiableSet());
		}
	};

	private Copies() {
	}

	public static <T> List<T> list(@Nullable List<T> list) {
		if (list == null || list.isEmpty()) {
			return List.of();
		}
		// no copy of a copy: records are made again when the answer gets its story
		return holdsNull(list) ? list.stream().filter(Objects::nonNull).toList() : List.copyOf(list);
	}

	// not by contains(null), which immutable lists refuse
	private static boolean holdsNull(List<?> list) {
		if (list.size() == 1) {
			return list.get(0) == null;
		}
		for (Object element : list) {
			if (element == null) {
				return true;
			}
		}
		return false;
	}

	public static <V extends @Nullable Object> Map<String, V> map(@Nullable Map<String, V> map) {
		if (map == null || map.isEmpty()) {
			return Map.of();
		}
		if (map.size() == 1) {
			Map.Entry<String, V> only = map.entrySet().iterator().next();
			return Collections.singletonMap(only.getKey(), only.getValue());
		}
		return Collections.unmodifiableMap(new LinkedHashMap<>(map));
	}

	public static Map<String, @Nullable Object> extra(Class<? extends Record> owner,
			@Nullable Map<String, @Nullable Object> extra) {
		if (extra == null || extra.isEmpty()) {
			return Map.of();
		}
		Map<String, @Nullable Object> copy = map(extra);
		Set<String> fieldNames = FIELD_NAMES.get(owner);
		for (String name : copy.keySet()) {
			if (fieldNames.contains(name)) {
				throw new IllegalArgumentException("extra must not hold \"" + name + "\": it is a field of "
						+ owner.getSimpleName() + ", set it there");
			}
		}
		return copy;
	}

	private static boolean isOnTheWire(Method accessor) {
		return !accessor.isAnnotationPresent(UnknownFields.class) && !accessor.isAnnotationPresent(JsonIgnore.class);
	}

	private static String fieldName(RecordComponent component) {
		JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
		return (property != null) ? property.value() : component.getName();
	}

}
