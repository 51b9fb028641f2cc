package net.taotoken.failover.field;

import java.util.ArrayList;
import java.util.List;

import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.chat.ChatMessage;
import net.taotoken.failover.chat.ContentPart;
import net.taotoken.failover.fault.FaultKind;
import net.taotoken.failover.gateway.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Situations of several models, in which the error of one is to be understood from what
 * the others say.
 */
class FieldSituationTests {

	private static final String OVERLOADED = RawServer.response("503 Service Unavailable",
			"{\"error\":{\"message\":\"overloaded\",\"type\":\"overloaded_error\"}}", "Retry-After: 60");

	private static final String NO_IMAGES = RawServer.response("400 Bad Request",
			"{\"error\":{\"message\":\"x is not a multimodal model\",\"type\":\"BadRequestError\"}}");

	private static final String UNPROVEN = RawServer.response("400 Bad Request",
			"{\"error\":{\"message\":\"Provider returned error\",\"code\":400}}");

	private static final ChatCompletionRequest WITH_IMAGE = ChatCompletionRequest.builder()
		.message(ChatMessage.user(ContentPart.text("What is it?"), ContentPart.imageUrl("https://example.com/cat.png")))
		.build();

	private final FieldGateway gateway = new FieldGateway();

	private final FieldApplication application = FieldApplication.with(this.gateway);

	@AfterEach
	void close() {
		this.application.close();
		this.gateway.close();
	}

	@ParameterizedTest
	@EnumSource
	void modelThatIsNotAbleIsNoEndWhileAnotherIsOut(Way way) {
		this.gateway.sends("a", OVERLOADED).sends("b", NO_IMAGES);
		assertThat(way.ask(this.application, WITH_IMAGE).model()).isEqualTo("c");
		assertThat(way.ask(this.application, WITH_IMAGE).model()).isEqualTo("c");
		assertThat(this.application.health("a").isHealthy()).isFalse();
		assertThat(this.application.health("b").isHealthy()).isTrue();
		assertThat(this.application.health("b").errors()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void modelThatRefusesImagesGoesOnAnsweringTexts(Way way) {
		this.gateway.does("a", (connection, request) -> {
			connection.send(request.hasImage() ? NO_IMAGES : FieldGateway.greeting(request));
			return true;
		});
		List<String> answeredBy = new ArrayList<>();
		for (int number = 0; number < 8; number++) {
			boolean image = number > 0 && number < 7;
			answeredBy.add(way.ask(this.application, image ? WITH_IMAGE : Way.QUESTION).model());
		}
		assertThat(answeredBy).containsExactly("a", "b", "b", "b", "b", "b", "b", "a");
		assertThat(this.application.health("a").errors()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void requestThatTwoModelsRefuseEndsAfterTwoAndHarmsNone(Way way) {
		this.gateway.sends("a", UNPROVEN).sends("b", UNPROVEN).sends("c", UNPROVEN);
		for (int call = 0; call < 6; call++) {
			Ending ending = way.ask(this.application);
			assertThat(ending.fault().status()).isEqualTo(400);
			assertThat(ending.told()).containsExactly("a", "b");
		}
		assertThat(this.gateway.asked()).hasSize(12);
		assertThatNobodyIsOut();
	}

	@ParameterizedTest
	@EnumSource
	void keyThatTwoModelsRefuseIsTheCallers(Way way) {
		String refused = RawServer.response("401 Unauthorized", "\"Invalid token\"");
		this.gateway.sends("a", refused).sends("b", refused).sends("c", refused);
		Ending ending = way.ask(this.application);
		assertThat(ending.fault().kind()).isEqualTo(FaultKind.AUTHENTICATION);
		assertThat(ending.told()).containsExactly("a", "b");
	}

	@ParameterizedTest
	@EnumSource
	void modelThatIsOutGivesNoOpinion(Way way) {
		this.gateway.sends("a", UNPROVEN).sends("b", OVERLOADED);
		Ending ending = way.ask(this.application);
		assertThat(ending.model()).isEqualTo("c");
		assertThat(ending.told()).isEqualTo(this.gateway.asked());
		assertThat(this.application.health("a").isHealthy()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void outageIsReportedRatherThanWhatAnotherModelCannotDo(Way way) {
		this.gateway.sends("a", OVERLOADED).sends("b", NO_IMAGES).sends("c", NO_IMAGES);
		Ending ending = way.ask(this.application, WITH_IMAGE);
		assertThat(ending.fault().kind()).isEqualTo(FaultKind.OVERLOADED);
		// and there is time to wait for the one that was out
		assertThat(ending.told()).isEqualTo(this.gateway.asked()).startsWith("a", "b", "c");
	}

	private void assertThatNobodyIsOut() {
		for (String model : List.of("a", "b", "c")) {
			assertThat(this.application.health(model).isHealthy()).as(model).isTrue();
			assertThat(this.application.health(model).errors()).isZero();
		}
	}

}
