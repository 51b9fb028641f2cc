package net.taotoken.failover.engine;

import net.taotoken.failover.route.TokenDemand;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the defaults of {@link ModelCall}.
 */
class ModelCallTests {

	@Test
	void demandOfTokensFollowsTheSizeOfTheRequest() {
		assertThat(new Sized(4000).tokenDemand()).isEqualTo(new TokenDemand(4000, null));
	}

	@Test
	void requestOfUnknownSizeHasAnUnknownDemand() {
		ModelCall<String> call = (attempt) -> "answer";
		assertThat(call.requestSize()).isNegative();
		assertThat(call.tokenDemand()).isSameAs(TokenDemand.UNKNOWN);
	}

	private record Sized(long requestSize) implements ModelCall<String> {

		@Override
		public String ask(ModelAttempt attempt) {
			return "answer";
		}

	}

}
