package net.taotoken.samples.quickstart.docs;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.fault.FaultScope;
import net.taotoken.failover.fault.Reaction;
import net.taotoken.failover.route.FaultPolicies;
import net.taotoken.failover.route.FaultPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the tables of the README against the code.
 */
class ReadmeTablesTests {

	private static final String NONE = "–";

	@ParameterizedTest
	@EnumSource
	void everyPropertyIsListedWithItsDefault(Readme readme) throws IOException {
		Map<String, String> listed = new TreeMap<>();
		readme.rows("`taotoken\\.[^`]+`")
			.forEach((row) -> listed.put(Readme.code(row.get(0)).get(0), row.get(1).replace("`", "")));
		Map<String, String> actual = new TreeMap<>();
		for (JsonNode property : metadata()) {
			String name = property.get("name").asString();
			if (isExpanded(name)) {
				continue;
			}
			actual.put(name, property.path("defaultValue").asString(NONE));
		}
		expand("taotoken.entries.<name>", "entries", actual);
		expand("taotoken.models.<id>", "models", actual);
		expand("taotoken.routes.<name>", "routes", actual);
		expand("taotoken.faults.<kind>", "faults", actual);
		expand("taotoken.fault-mappings[]", "faultMappings", actual);
		assertThat(listed).containsExactlyEntriesOf(actual);
	}

	private static boolean isExpanded(String name) {
		return List
			.of("taotoken.entries", "taotoken.models", "taotoken.routes", "taotoken.faults", "taotoken.fault-mappings")
			.contains(name);
	}

	private static List<JsonNode> metadata() throws IOException {
		List<JsonNode> found = new ArrayList<>();
		for (URL url : Collections.list(
				ReadmeTablesTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream json = url.openStream()) {
				JsonMapper.shared()
					.readTree(json)
					.path("properties")
					.values()
					.stream()
					.filter((property) -> property.get("name").asString().startsWith("taotoken."))
					.forEach(found::add);
			}
		}
		assertThat(found).isNotEmpty();
		return found;
	}

	private static void expand(String prefix, String component, Map<String, String> names) {
		Type type = Arrays.stream(TaotokenProperties.class.getDeclaredFields())
			.filter((candidate) -> candidate.getName().equals(component))
			.findFirst()
			.orElseThrow()
			.getGenericType();
		Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
		expand(prefix, (Class<?>) arguments[arguments.length - 1], names);
	}

	private static void expand(String prefix, Class<?> record, Map<String, String> names) {
		for (RecordComponent component : record.getRecordComponents()) {
			String name = prefix + "." + nameOf(record, component);
			if (component.getType().isRecord()) {
				expand(name, component.getType(), names);
			}
			else {
				names.put(name, defaultOf(record, component));
			}
		}
	}

	private static String nameOf(Class<?> record, RecordComponent component) {
		Name name = annotation(record, component, Name.class);
		return (name != null) ? name.value()
				: component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	private static String defaultOf(Class<?> record, RecordComponent component) {
		DefaultValue value = annotation(record, component, DefaultValue.class);
		return (value != null && value.value().length > 0) ? value.value()[0] : NONE;
	}

	private static <A extends Annotation> A annotation(Class<?> record, RecordComponent component, Class<A> type) {
		int index = Arrays.stream(record.getRecordComponents())
			.map(RecordComponent::getName)
			.toList()
			.indexOf(component.getName());
		return record.getDeclaredConstructors()[0].getParameters()[index].getAnnotation(type);
	}

	@ParameterizedTest
	@EnumSource
	void everyKindOfFaultIsListedWithItsPolicy(Readme readme) {
		Map<String, List<String>> listed = new LinkedHashMap<>();
		for (FaultKind kind : FaultKind.values()) {
			List<String> row = readme.rows("`" + kind.id() + "`").get(0);
			assertThat(row).hasSize(6);
			listed.put(kind.id(), List.of(tokens(row.get(2)), durations(row.get(3)), durations(row.get(4)),
					row.get(5).replace("是", "yes").replace("否", "no")));
		}
		Map<String, List<String>> actual = new LinkedHashMap<>();
		for (FaultKind kind : FaultKind.values()) {
			actual.put(kind.id(), policy(kind));
		}
		assertThat(listed).isEqualTo(actual);
	}

	private static List<String> policy(FaultKind kind) {
		FaultPolicy policy = FaultPolicies.defaults().of(kind);
		boolean retries = policy.reaction() == Reaction.RETRY;
		List<String> reactions = new ArrayList<>(List.of(policy.reaction().name().toLowerCase(Locale.ROOT)));
		if (policy.accountReaction() != policy.reaction()) {
			reactions.add(policy.accountReaction().name().toLowerCase(Locale.ROOT));
		}
		boolean coolsDown = policy.coolDown() != null && kind.defaultScope() != FaultScope.REQUEST;
		return List.of(reactions.toString(), (retries ? List.of(policy.firstWait()) : List.of()).toString(),
				(coolsDown ? List.of(policy.coolDown()) : List.of()).toString(),
				kind.countsAgainstHealth() ? "yes" : "no");
	}

	private static String tokens(String cell) {
		return Readme.code(cell).toString();
	}

	private static String durations(String cell) {
		List<Duration> durations = Readme.code(cell).stream().map(DurationStyle::detectAndParse).toList();
		return durations.toString();
	}

}
