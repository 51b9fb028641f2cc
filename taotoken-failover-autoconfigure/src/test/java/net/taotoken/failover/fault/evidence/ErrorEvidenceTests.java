package net.taotoken.failover.fault.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import net.taotoken.failover.fault.text.Clues.Place;
import net.taotoken.failover.fault.text.Phrases;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorEvidence} and {@link EmbeddedStatus}.
 */
class ErrorEvidenceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			500 | -   | -                        | -              | late                               | 500 | false
			500 | -   | 429                      | -              | late                               | 429 | false
			500 | -   | 600                      | -              | late                               | 500 | false
			500 | 429 | bad_response_status_code | -              | late                               | 429 | true
			500 | 429 | -                        | upstream_error | late                               | 429 | true
			500 | 429 | x       | bad_response_status_code        | late                               | 429 | true
			500 | 429 | x                        | -              | late                               | 500 | false
			500 | 200 | x                        | upstream_error | late                               | 500 | false
			500 | -   | 503                      | -              | bad response status code 429       | 429 | true
			418 | -   | -                        | -              | bad response status code: 429      | 429 | true
			500 | -   | -                        | -              | status_code=429                    | 429 | true
			418 | -   | -                        | -              | status_code=429                    | 418 | false
			""")
	void statusIsTheOneThatTellsMost(int http, @Nullable String param, @Nullable String code, @Nullable String type,
			String message, int status, boolean relayed) {
		ErrorEvidence evidence = evidence(http, param, list(code), list(type), message);
		assertThat(evidence.status()).isEqualTo(status);
		assertThat(evidence.relayed()).isEqualTo(relayed);
		assertThat(evidence.httpStatus()).isEqualTo(http);
	}

	@Test
	void groupsOfPhrasesHaveToStandInOneSentence() {
		ErrorEvidence evidence = evidence(400, null, List.of(), List.of(), "Images are big. Text is not supported.");
		Phrases images = new Phrases("images?");
		Phrases text = new Phrases("text");
		Phrases unsupported = new Phrases("not supported");
		assertThat(evidence.hasSentenceWith(text, unsupported)).isTrue();
		assertThat(evidence.hasSentenceWith(images, unsupported)).isFalse();
		assertThat(evidence.hasSentenceWith(text, new Phrases("sounds?"))).isFalse();
	}

	@Test
	void typesRepeatCodesIfEachIsOne() {
		assertThat(evidence(400, null, List.of("a", "b"), List.of("a"), "").typesRepeatCodes()).isTrue();
		assertThat(evidence(400, null, List.of("a"), List.of("a", "b"), "").typesRepeatCodes()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "new_api_error, true", "Taotoken_API_Error, true", "openai_api_error, false", "api_error, false" })
	void envelopeIsThatOfAGateway(String type, boolean own) {
		assertThat(evidence(400, null, List.of(), List.of(type), "").ownEnvelope()).isEqualTo(own);
	}

	@Test
	void twoRequestIdsAreThoseOfTwoGateways() {
		assertThat(evidence(400, null, List.of(), List.of(), "x (request id: 1)").nestedGateway()).isFalse();
		assertThat(evidence(400, null, List.of(), List.of(), "x (request id: 1) (request id: 2)").nestedGateway())
			.isTrue();
		assertThat(evidence(400, null, List.of(), List.of(), "request id: 1, request id: 2, request id: 3")
			.nestedGateway()).isTrue();
	}

	@Test
	void cluesOfAllPlacesAreHandedOn() {
		int code = clue(Place.CODES, "clue of a code");
		int type = clue(Place.TYPES, "clue of a type");
		int message = clue(Place.MESSAGE, "clue of a message");
		assertThat(
				clues(evidence(404, null, List.of("clue of a code"), List.of("clue of a type"), "clue of a message")))
			.contains(code, type, message, Place.STATUS.clue(404))
			.doesNotContain(clue(Place.MESSAGE, "clue of a code"));
		assertThat(clues(evidence(999, null, List.of(), List.of(), ""))).containsExactly(Place.STATUS.clue(999));
		assertThat(clues(evidence(0, null, List.of(), List.of(), ""))).containsExactly(Place.STATUS.clue(0));
		assertThat(clues(evidence(1000, null, List.of(), List.of(), ""))).isEmpty();
		assertThat(clues(evidence(-1, null, List.of(), List.of(), ""))).isEmpty();
	}

	@Test
	void longMessageIsCut() {
		String message = "x".repeat(ErrorEvidence.MAX_MESSAGE_LENGTH);
		assertThat(evidence(400, null, List.of(), List.of(), message + "y").message()).isEqualTo(message);
	}

	@Test
	void pageHasNoText() {
		ErrorEvidence page = new ErrorEvidence(502, BodyShape.HTML,
				FoundError.text(false, List.of(), List.of(), List.of("<b>late</b>")));
		assertThat(page.text()).isEmpty();
		assertThat(page.sentences()).isEmpty();
	}

	/** Codes and types are compared without spaces. */
	private static int clue(Place place, String text) {
		String phrase = (place != Place.MESSAGE) ? text.replace(" ", "") : text;
		return requireNonNull(new Phrases(phrase).clues(place)).sets().get(0)[0];
	}

	private static Set<Integer> clues(ErrorEvidence evidence) {
		Set<Integer> clues = new HashSet<>();
		evidence.forEachClue(clues::add);
		return clues;
	}

	private static List<String> list(@Nullable String word) {
		return (word != null) ? List.of(word) : List.of();
	}

	private static ErrorEvidence evidence(int status, @Nullable String param, List<String> codes, List<String> types,
			String message) {
		return new ErrorEvidence(status, BodyShape.JSON,
				new FoundError(true, codes, types, List.of(message), param, false, null, null, null));
	}

}
