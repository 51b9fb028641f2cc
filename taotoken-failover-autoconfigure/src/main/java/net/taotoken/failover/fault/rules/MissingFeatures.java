package net.taotoken.failover.fault.rules;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import net.taotoken.failover.fault.Feature;
import net.taotoken.failover.fault.MissingFeature;
import net.taotoken.failover.fault.evidence.ErrorEvidence;
import net.taotoken.failover.fault.text.Phrases;
import net.taotoken.failover.fault.text.SearchedText;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which feature a sentence means that says that a model cannot do something.
 * The result is remembered for the model, so it must be certain. No feature is returned
 * if the sentence names two features (perhaps only the combination is refused), or a
 * format or value (perhaps only that is refused).
 */
final class MissingFeatures {

	static final String[] THINKING = { "\\bthinking\\b", "enable_thinking", "\\breasoning\\b", "深度思考", "思考模式", "思考",
			"推理模式" };

	private static final Map<Feature, String[]> WORDS = words();

	/** Words of any feature. */
	static final String[] NOUNS = WORDS.values().stream().flatMap(Stream::of).toArray(String[]::new);

	/** Words of features that requests use more or less of. */
	static final String[] COUNTED = Stream
		.of(Feature.IMAGES, Feature.AUDIO, Feature.VIDEO, Feature.FILES, Feature.TOOLS)
		.flatMap((feature) -> Stream.of(WORDS.getOrDefault(feature, new String[0])))
		.toArray(String[]::new);

	private static final Map<Feature, Phrases> PHRASES = phrases();

	private static final Phrases TOOL_CHOICE = new Phrases("tool_choice");

	private static final Phrases CANNOT = new Phrases(Vocabulary.CANNOT);

	private static final Phrases ONLY = new Phrases(
			"(?:only|must) (?:be )?(?:\\w+ )?(?:support|accept|available|work|use)?\\w* ?(?:in |with )?(?:the )?'?stream",
			"stream(?:ing)?[- ]only", "non-?stream\\w* (?:\\w+ ){0,4}not", "(?:仅|只)支持(?:流式|stream)",
			"stream(?:ing)? (?:mode )?only");

	/** Not the feature itself is refused, but one form of it. */
	private static final Phrases ONE_FORM = new Phrases("\\bformats?\\b", "\\bmime", "media[ _]types?\\b",
			"\\bextensions?\\b", "\\bcodec", "\\bencod", "resolution", "\\bschemes?\\b",
			"(?:tool|function)s?[ _](?:type|name)", "keyword", "additionalproperties", "oneof", "anyof", "allof",
			"\\bsize", "格式", "编码");

	private static final Phrases TOOL_CALL = new Phrases("(?:tool|function)[ _]?(?:use|call)s?\\b", "工具调用");

	private static final Phrases TOOL_RESULT = new Phrases("(?:tool|function)[ _]?(?:result|response|output|message)",
			"\\b(?:matching|corresponding|its|their) (?:result|response|output|answer)", "\\brole:? '?tool\\b", "结果");

	private static final Pattern NAMED = Pattern.compile(
			"\\b(?:param(?:eter)?|argument|field|property|option|key)s?:? '?\"?([a-z][a-z_]{0,39})\\b|['\"]([a-z][a-z_]{1,39})['\"]|^([a-z][a-z_]{1,39}): ");

	private static final Pattern KNOWN = Pattern.compile(Vocabulary.PARAMETERS);

	private static final Set<String> NO_NAMES = Set.of("is", "are", "was", "to", "in", "for", "of", "with", "and",
			"not", "stop_reason", "value", "values", "user", "assistant", "system", "default", "true", "false", "none",
			"null", "auto", "required", "text", "support", "by", "the", "that", "this", "error", "body", "messages",
			"model", "input");

	private MissingFeatures() {
	}

	/**
	 * The feature that the model lacks.
	 * @param evidence the evidence of a fault of the kind {@code unsupported}
	 * @return the feature, or {@code null} if it is not certain
	 */
	static @Nullable MissingFeature find(ErrorEvidence evidence) {
		String named = evidence.found().parameter();
		if (named != null && !NO_NAMES.contains(named)) {
			return ofName(named);
		}
		Set<Feature> features = EnumSet.noneOf(Feature.class);
		List<String> names = new ArrayList<>();
		for (SearchedText sentence : evidence.sentences()) {
			if (CANNOT.isIn(sentence) || TOOL_CHOICE.isIn(sentence)) {
				if (ONE_FORM.isIn(sentence) || isOfToolResults(sentence)) {
					return null;
				}
				features.addAll(featuresIn(sentence));
				addName(names, sentence.value());
			}
		}
		if (features.size() == 1) {
			return MissingFeature.of(features.iterator().next());
		}
		return (features.isEmpty() && !names.isEmpty()) ? ofName(names.get(0)) : null;
	}

	/**
	 * Tells whether a sentence is about calls of tools and their results. Then it is the
	 * conversation in which one is missing, not the model.
	 */
	private static boolean isOfToolResults(SearchedText sentence) {
		return TOOL_CALL.isIn(sentence) && TOOL_RESULT.isIn(sentence);
	}

	private static Set<Feature> featuresIn(SearchedText sentence) {
		Set<Feature> features = EnumSet.noneOf(Feature.class);
		PHRASES.forEach((feature, phrases) -> {
			if (phrases.isIn(sentence)) {
				features.add(feature);
			}
		});
		if (features.contains(Feature.STREAMING) && ONLY.isIn(sentence)) {
			features.remove(Feature.STREAMING);
			features.add(Feature.UNSTREAMED);
		}
		return features;
	}

	private static @Nullable MissingFeature ofName(String name) {
		return switch (name) {
			case "tools", "functions" -> MissingFeature.of(Feature.TOOLS);
			case "tool_choice", "function_call" -> MissingFeature.of(Feature.TOOL_CHOICE);
			case "response_format" -> MissingFeature.of(Feature.STRUCTURED_OUTPUT);
			case "stream" -> MissingFeature.of(Feature.STREAMING);
			case "thinking", "enable_thinking" -> MissingFeature.of(Feature.THINKING);
			case "image_url" -> MissingFeature.of(Feature.IMAGES);
			case "input_audio" -> MissingFeature.of(Feature.AUDIO);
			default -> MissingFeature.ofParameter(name);
		};
	}

	private static void addName(List<String> names, String sentence) {
		Matcher known = KNOWN.matcher(sentence);
		if (known.find()) {
			names.add(known.group(1));
		}
		Matcher named = NAMED.matcher(sentence);
		while (named.find()) {
			String name = Stream.of(1, 2, 3)
				.map(named::group)
				.filter((group) -> group != null)
				.findFirst()
				.orElseThrow();
			if (!NO_NAMES.contains(name)) {
				names.add(name);
			}
		}
	}

	private static Map<Feature, Phrases> phrases() {
		Map<Feature, Phrases> phrases = new EnumMap<>(Feature.class);
		WORDS.forEach((feature, words) -> phrases.put(feature, new Phrases(words)));
		return phrases;
	}

	private static Map<Feature, String[]> words() {
		Map<Feature, String[]> words = new EnumMap<>(Feature.class);
		words.put(Feature.IMAGES, new String[] { "\\bimages?\\b", "image_url", "input_image", "\\bvision\\b",
				"multi-?modal", "\\bpictures?\\b", "\\bphotos?\\b", "图片", "图像", "图文", "多模态", "视觉" });
		words.put(Feature.AUDIO,
				new String[] { "\\baudio\\b", "input_audio", "\\bspeech\\b", "\\bvoice\\b", "音频", "语音" });
		words.put(Feature.VIDEO, new String[] { "\\bvideos?\\b", "video_url", "视频" });
		words.put(Feature.FILES, new String[] { "\\bpdfs?\\b", "\\bdocuments?\\b", "\\bfiles?\\b", "\\bfile_data",
				"attachments?\\b", "文件", "文档" });
		words.put(Feature.TOOL_CHOICE, new String[] { "tool_choice" });
		words.put(Feature.TOOLS, new String[] { "\\btools?\\b(?! choice.{0,12}(?:required|named))",
				"\\btool[ _-]?(?:use|call)", "function[ _-]?call", "\\bfunctions\\b", "工具", "函数" });
		words.put(Feature.STRUCTURED_OUTPUT,
				new String[] { "response_format", "json[ _-]?(?:schema|object|mode|output)", "structured[ _-]?outputs?",
						"guided[ _-](?:json|decoding)", "结构化输出", "json ?(?:模式|格式)" });
		words.put(Feature.STREAMING, new String[] { "\\bstream(?:ing|ed)?\\b", "流式" });
		words.put(Feature.THINKING, THINKING);
		words.put(Feature.ROLES, new String[] { "\\b(?:system|developer) '?(?:role|message|prompt|instruction)",
				"\\brole '?(?:system|developer|tool)", "'(?:system|developer)' (?:role|message)" });
		words.put(Feature.PREFILL, new String[] { "prefill" });
		return words;
	}

}
