package net.taotoken.samples.gateway;

import java.util.List;

import net.taotoken.failover.fault.Attempt;
import net.taotoken.failover.fault.Fault;
import net.taotoken.failover.fault.FaultKind;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Headers}.
 */
class HeadersTests {

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void entryThatAnsweredIsTold() {
		Headers.tell(this.response, "a",
				List.of(Attempt.failed("a@plan", Fault.of(FaultKind.QUOTA_EXHAUSTED)), Attempt.answered("a@balance")));
		assertThat(this.response.getHeader("x-taotoken-model")).isEqualTo("a");
		assertThat(this.response.getHeader("x-taotoken-entry")).isEqualTo("balance");
		assertThat(this.response.getHeader("x-taotoken-failovers")).isEqualTo("1");
	}

	@Test
	void withoutEntriesThereIsNone() {
		Headers.tell(this.response, "claude@20250514", List.of(Attempt.answered("claude@20250514")));
		assertThat(this.response.getHeader("x-taotoken-model")).isEqualTo("claude@20250514");
		assertThat(this.response.getHeader("x-taotoken-entry")).isNull();
	}

}
