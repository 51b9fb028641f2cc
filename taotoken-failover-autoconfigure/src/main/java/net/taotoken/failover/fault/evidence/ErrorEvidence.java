package net.taotoken.failover.fault.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

import net.taotoken.failover.fault.text.Clues.Place;
import net.taotoken.failover.fault.text.MessageText;
import net.taotoken.failover.fault.text.Phrases;
import net.taotoken.failover.fault.text.SearchedText;
import net.taotoken.failover.fault.text.Sentences;
import org.jspecify.annotations.Nullable;

/**
 * The evidence in an answer: the ground on which rules decide. Codes and types are also
 * kept as words, which are the same in camel case, snake case and dotted form.
 */
public final class ErrorEvidence {

	static final int MAX_MESSAGE_LENGTH = 4096;

	private static final Pattern OWN_ENVELOPE = Pattern.compile(
			"(?!upstream|provider|supplier|channel|model|openai|azure|anthropic|claude|gemini|google|vertex|aws|bedrock|"
					+ "xai|grok|groq|deepseek|mistral|cohere|qwen|zhipu|glm|moonshot|kimi|minimax|openrouter|together|fireworks)"
					+ ".+_api_error");

	private static final Pattern REQUEST_ID = Pattern.compile("request[ _-]?id\\s*[:：]");

	private final int httpStatus;

	private final EmbeddedStatus embedded;

	private final BodyShape shape;

	private final FoundError found;

	private final String message;

	private final SearchedText text;

	private SearchedText @Nullable [] sentences;

	private final SearchedText[] codeWords;

	private final SearchedText[] typeWords;

	ErrorEvidence(int httpStatus, BodyShape shape, FoundError found) {
		this.httpStatus = httpStatus;
		this.shape = shape;
		this.found = found;
		this.message = cut(String.join("\n", found.messages()));
		this.text = new SearchedText((shape != BodyShape.HTML) ? MessageText.normalize(this.message) : "");
		this.codeWords = words(found.codes());
		this.typeWords = words(found.types());
		this.embedded = EmbeddedStatus.of(httpStatus, found, text());
	}

	/** The status line's. */
	public int httpStatus() {
		return this.httpStatus;
	}

	/** The status that tells most: one that the body names, else the status line's. */
	public int status() {
		return this.embedded.status();
	}

	/** Tells whether the status is one that the gateway got from somebody else. */
	public boolean relayed() {
		return this.embedded.relayed();
	}

	public BodyShape shape() {
		return this.shape;
	}

	/** Tells whether the body holds something that is meant as an error. */
	public boolean foundError() {
		return this.found.found();
	}

	public FoundError found() {
		return this.found;
	}

	public List<String> codes() {
		return this.found.codes();
	}

	public List<String> types() {
		return this.found.types();
	}

	/** The message as it came, cut. */
	public String message() {
		return this.message;
	}

	/** The message in the form that phrases are written in; empty for HTML. */
	public String text() {
		return this.text.value();
	}

	/** The message in the form that phrases are written in, to be searched. */
	public SearchedText searchedText() {
		return this.text;
	}

	/** Tells whether one sentence of the message holds one phrase of each group. */
	public boolean hasSentenceWith(Phrases... groups) {
		// a sentence holds nothing that the message does not, which rules most groups out
		if (!hold(groups, this.text)) {
			assert !oneSentenceHolds(groups) : Arrays.toString(groups);
			return false;
		}
		return oneSentenceHolds(groups);
	}

	private boolean oneSentenceHolds(Phrases... groups) {
		for (SearchedText sentence : sentences()) {
			if (hold(groups, sentence)) {
				return true;
			}
		}
		return false;
	}

	private static boolean hold(Phrases[] groups, SearchedText sentence) {
		for (Phrases group : groups) {
			if (!group.isIn(sentence)) {
				return false;
			}
		}
		return true;
	}

	/** The sentences of the message, in the form that phrases are written in. */
	public SearchedText[] sentences() {
		if (this.sentences == null) {
			this.sentences = (this.shape != BodyShape.HTML) ? Sentences.of(this.message) : new SearchedText[0];
		}
		return this.sentences;
	}

	/** The codes, or the types, without regard to case and punctuation. */
	public SearchedText[] words(Place place) {
		return (place == Place.CODES) ? this.codeWords : this.typeWords;
	}

	/**
	 * Hand on all clues that rules may need.
	 */
	public void forEachClue(IntConsumer consumer) {
		this.text.forEachPart((part) -> consumer.accept(Place.MESSAGE.clue(part)));
		for (SearchedText code : this.codeWords) {
			code.forEachPart((part) -> consumer.accept(Place.CODES.clue(part)));
		}
		for (SearchedText type : this.typeWords) {
			type.forEachPart((part) -> consumer.accept(Place.TYPES.clue(part)));
		}
		if (status() >= 0 && status() < 1000) {
			consumer.accept(Place.STATUS.clue(status()));
		}
	}

	public boolean ownEnvelope() {
		return types().stream()
			.map((type) -> type.toLowerCase(Locale.ROOT))
			.anyMatch((type) -> OWN_ENVELOPE.matcher(type).matches());
	}

	/** Tells whether there are no types but such as say the same as a code. */
	public boolean typesRepeatCodes() {
		return codes().containsAll(types());
	}

	/** Every gateway on the way adds its own request id. */
	public boolean nestedGateway() {
		return REQUEST_ID.matcher(text()).results().limit(2).count() == 2;
	}

	public static String word(String value) {
		String lower = value.toLowerCase(Locale.ROOT);
		StringBuilder word = new StringBuilder(lower.length());
		for (int i = 0; i < lower.length(); i += Character.charCount(lower.codePointAt(i))) {
			if (Character.isLetterOrDigit(lower.codePointAt(i))) {
				word.appendCodePoint(lower.codePointAt(i));
			}
		}
		return word.toString();
	}

	private static SearchedText[] words(List<String> values) {
		SearchedText[] words = new SearchedText[values.size()];
		for (int i = 0; i < words.length; i++) {
			words[i] = new SearchedText(word(values.get(i)));
		}
		return words;
	}

	private static String cut(String text) {
		return (text.length() > MAX_MESSAGE_LENGTH) ? text.substring(0, MAX_MESSAGE_LENGTH) : text;
	}

}
