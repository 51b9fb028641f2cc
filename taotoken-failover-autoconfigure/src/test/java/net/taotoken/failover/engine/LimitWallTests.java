package net.taotoken.failover.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import net.taotoken.failover.engine.LimitWall.Client;
import net.taotoken.failover.engine.LimitWall.Style;
import net.taotoken.failover.route.ModelLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers with strict limits, with what became of the calls kept as a text. When a change
 * is meant to change it, read the difference to {@code target/limits.txt} and take that
 * file over.
 */
class LimitWallTests {

	private static final Path EXPECTED = Path.of("src/test/resources/limits.txt");

	private static final Path ACTUAL = Path.of("target/limits.txt");

	private final StringBuilder table = new StringBuilder(LimitWall.header());

	@Test
	void serversWithStrictLimitsRefuseNextToNothing() throws IOException {
		wall("8 requests at once, at 95 %", Style.FIXED, new ModelLimits(null, null, 8), 0.95);
		wall("300, 300,000 and 10, at 95 %", Style.FIXED, new ModelLimits(300, 300_000L, 10), 0.95);
		for (Style style : Style.values()) {
			wall("300 requests a minute, at 95 %", style, new ModelLimits(300, null, null), 0.95);
			wall("200,000 tokens a minute, at 95 %", style, new ModelLimits(null, 200_000L, null), 0.95);
		}
		LimitWall second = row("300 requests a minute, at 150 %", Style.SLIDING, Client.OURS_WITH_SECOND,
				new ModelLimits(300, null, null), 1.5);
		assertThat(second.refusedShare()).isLessThanOrEqualTo(0.005);
		assertThat(second.failed()).isZero();
		Files.writeString(ACTUAL, this.table);
		assertThat(this.table).hasToString(Files.readString(EXPECTED));
	}

	private void wall(String limit, Style style, ModelLimits limits, double share) {
		row(limit, style, Client.PLAIN, limits, share);
		row(limit, style, Client.SPRING_RETRY, limits, share);
		LimitWall ours = row(limit, style, Client.OURS, limits, share);
		assertThat(ours.refusedShare()).as(this.table.toString()).isLessThanOrEqualTo(0.005);
		assertThat(ours.failed()).as(this.table.toString()).isZero();
	}

	private LimitWall row(String limit, Style style, Client client, ModelLimits limits, double share) {
		LimitWall wall = new LimitWall(style, limits).run(client, share);
		this.table.append(wall.row(limit, style, client));
		return wall;
	}

}
