package net.taotoken.failover.autoconfigure.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.taotoken.failover.autoconfigure.binding.FlatJson;
import net.taotoken.failover.autoconfigure.keys.InvalidTaotokenConfigurationException;
import net.taotoken.failover.autoconfigure.keys.PropertyKey;
import net.taotoken.failover.autoconfigure.properties.TaotokenProperties;
import net.taotoken.failover.autoconfigure.settings.Checks;
import net.taotoken.failover.autoconfigure.settings.ModelListParser;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The file of {@code taotoken.reload.file}. No message holds what is written in it.
 */
public final class ReloadFile {

	/** The name of the property source in the environment. */
	static final String SOURCE = "taotokenReloadFile";

	/** A constant, so that who only asks for the property does not load this class. */
	static final String PROPERTY = TaotokenProperties.PREFIX + ".reload.file";

	static final PropertyKey KEY = new PropertyKey(PROPERTY);

	private static final String EXAMPLE = "/etc/taotoken/taotoken.yml";

	private static final Pattern POSITION = Pattern.compile("line:? (\\d+), column:? (\\d+)");

	private final Path path;

	private final Format format;

	private ReloadFile(Path path, Format format) {
		this.path = path;
		this.format = format;
	}

	public static ReloadFile of(String written) {
		Checks.resolved(KEY, written);
		String text = written.strip();
		Format format = Format.of(text);
		if (format == null) {
			throw KEY.refuse("It must end with .properties, .yml, .yaml or .json.", EXAMPLE);
		}
		if (format == Format.YAML && !ClassUtils.isPresent("org.yaml.snakeyaml.Yaml", null)) {
			throw KEY.refuse("YAML needs SnakeYAML on the class path, which is not there.",
					"/etc/taotoken/taotoken.json");
		}
		try {
			return new ReloadFile(Path.of(text.startsWith("file:") ? text.substring(5) : text), format);
		}
		catch (InvalidPathException ex) {
			throw KEY.refuse("It is not the path of a file.", EXAMPLE);
		}
	}

	/**
	 * The present content of the file.
	 * @return the content, or {@code null} if the file is not there or cannot be read
	 */
	byte @Nullable [] read() {
		try {
			return Files.readAllBytes(this.path);
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Understand what is in the file.
	 * @param content the content
	 * @return the properties
	 * @throws InvalidTaotokenConfigurationException if it is not of its format, or has
	 * keys that it cannot set
	 */
	PropertySource<?> parse(byte[] content) {
		Map<String, Object> properties = new LinkedHashMap<>();
		try {
			load(content).forEach((source) -> properties.putAll(values(source)));
		}
		catch (IOException | RuntimeException ex) {
			throw unreadable(ex);
		}
		properties.keySet().forEach(this::check);
		return new OriginTrackedMapPropertySource(SOURCE, properties, true);
	}

	private List<PropertySource<?>> load(byte[] content) throws IOException {
		ByteArrayResource resource = new ByteArrayResource(content) {

			@Override
			public String getDescription() {
				return "file [" + ReloadFile.this.path + "]";
			}

		};
		return switch (this.format) {
			case PROPERTIES -> load(new PropertiesPropertySourceLoader(), resource);
			case YAML -> load(new YamlPropertySourceLoader(), resource);
			case JSON -> List.of(new OriginTrackedMapPropertySource(SOURCE, FlatJson.read(content)));
		};
	}

	private static List<PropertySource<?>> load(PropertySourceLoader loader, ByteArrayResource resource)
			throws IOException {
		return loader.load(SOURCE, resource);
	}

	// with their origins, which getProperty would take away
	@SuppressWarnings("unchecked")
	private static Map<String, Object> values(PropertySource<?> source) {
		return (source instanceof EnumerablePropertySource<?>) ? (Map<String, Object>) source.getSource() : Map.of();
	}

	private void check(String key) {
		if (key.startsWith(KEY.name().substring(0, KEY.name().lastIndexOf('.')))) {
			throw KEY.refuseAndAdvise("The file " + this.path + " sets '" + key + "', which cannot change at run time.",
					"nothing: remove the line with '" + key + "' from the file");
		}
		if (!key.equals(TaotokenProperties.PREFIX) && !key.startsWith(TaotokenProperties.PREFIX + ".")) {
			throw KEY.refuseAndAdvise(
					"The file " + this.path + " sets '" + key + "', but only keys under 'taotoken' can be set in it.",
					"nothing: remove the line with '" + key + "' from the file");
		}
	}

	private InvalidTaotokenConfigurationException unreadable(Exception ex) {
		Matcher position = POSITION.matcher(String.valueOf(ex.getMessage()));
		return KEY.refuseAndAdvise(
				"The file " + this.path + " is not " + this.format.words + (position.find()
						? " (see line " + position.group(1) + ", column " + position.group(2) + ")" : "") + ".",
				this.format.example);
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	private enum Format {

		PROPERTIES("a properties file", "taotoken.model-priority=" + ModelListParser.EXAMPLE),

		YAML("YAML", "taotoken:\n  model-priority: [" + ModelListParser.EXAMPLE + "]"),

		JSON("a JSON object", "{\"taotoken\":{\"model-priority\":[\"claude-sonnet-4-6\",\"gpt-4-turbo-preview\"]}}");

		private final String words;

		private final String example;

		Format(String words, String example) {
			this.words = words;
			this.example = example;
		}

		static @Nullable Format of(String path) {
			String extension = String.valueOf(StringUtils.getFilenameExtension(path)).toLowerCase(Locale.ROOT);
			return switch (extension) {
				case "properties" -> PROPERTIES;
				case "yml", "yaml" -> YAML;
				case "json" -> JSON;
				default -> null;
			};
		}

	}

}
