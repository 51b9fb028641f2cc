package net.taotoken.failover.soak;

import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * Damage to what an answer says.
 */
enum BodyDamage implements Damage {

	/** Events without content between those with content. */
	PADDING((draft, random) -> {
		if (draft.streamed) {
			List<String> padding = List.of(": ping\n\n", "data: keep-alive\n\n", "data: null\n\n", "data:\n\n",
					"event: ping\ndata: {}\n\n", "data: {\"status\":\"processing\",\"message\":\"position 3\"}\n\n",
					"\n\n\n", "id: 3\nretry: 10\n\n", "nonsense\n\n", "data: {\"choices\":[]}\n\n");
			for (int time = 0; time < 1 + random.nextInt(5); time++) {
				insert(draft, padding.get(random.nextInt(padding.size())), random);
			}
		}
		else {
			draft.parts.add(0, "\r\n  \t");
			draft.parts.add("\n \n");
		}
	}),

	/** Other line ends, which the standard allows. */
	LINE_ENDS((draft, random) -> {
		String lineEnd = random.nextBoolean() ? "\r\n" : "\r";
		draft.parts.replaceAll((part) -> part.replace("\n", lineEnd));
	}),

	BYTE_ORDER_MARK((draft, random) -> draft.parts.add(0, "\u00ef\u00bb\u00bf")),

	/** Side fields of a wrong shape. */
	ODD_FIELDS((draft, random) -> {
		List<String> odd = List.of("\"usage\":[],", "\"created\":1700000000.5,", "\"id\":42,", "\"error\":{},",
				"\"error\":{\"message\":\"\",\"type\":\"\",\"code\":null},", "\"service_tier\":{\"a\":[1]},",
				"\"system_fingerprint\":7,", "\"x\":1e400,", "\"base_resp\":{\"status_code\":0},");
		String field = odd.get(random.nextInt(odd.size()));
		draft.parts.replaceAll((part) -> part.replace("\"object\":", field + "\"object\":"));
	}),

	/** A sign of the JSON is lost. */
	LOST_SIGN((draft, random) -> damageSign(draft, random, "{}[]:,\"", "")),

	/** A sign of the JSON stands before another one. */
	SURPLUS_SIGN((draft, random) -> damageSign(draft, random, "{}[]:,", "{}[],:\"".charAt(random.nextInt(7)) + "$0")),

	/** An event has lost the name of its field. */
	LOST_NAME((draft, random) -> {
		if (!draft.parts.isEmpty()) {
			int index = random.nextInt(draft.parts.size());
			StringBuilder part = new StringBuilder(draft.parts.get(index));
			if (part.indexOf("data:") == 0) {
				part.setCharAt(random.nextInt(4), (char) ('a' + random.nextInt(26)));
				draft.parts.set(index, part.toString());
			}
		}
	}),

	/** Bytes that are no UTF-8, in a text that is not the answer. */
	BAD_UTF8((draft, random) -> draft.parts
		.replaceAll((part) -> part.replace("\"model\":\"m\"", "\"model\":\"m\u00ff\u00e5\""))),

	ERROR_EVENT((draft, random) -> {
		String error = "{\"error\":{\"message\":\"engine died\",\"type\":\"server_error\"}}";
		if (draft.streamed) {
			int finish = draft.parts.size() - 3;
			draft.parts.add(random.nextInt(Math.max(1, finish)), "data: " + error + "\n\n");
		}
		else {
			draft.body(error);
		}
	}),

	/** The answer breaks off at a part, and nobody says so. */
	NO_FINISH((draft, random) -> {
		if (draft.parts.size() > 3) {
			draft.parts.subList(random.nextInt(draft.parts.size() - 3), draft.parts.size() - 1).clear();
			// done twice, it would leave a word behind a gap that nobody can see
			String last = draft.parts.get(draft.parts.size() - 1);
			if (!last.contains("[DONE]") || random.nextBoolean()) {
				draft.parts.remove(draft.parts.size() - 1);
			}
		}
		else {
			draft.body(draft.body().substring(0, random.nextInt(1 + draft.body().length())));
		}
	}),

	/** The answer breaks off, and a reason that is no end says so. */
	ABORTED((draft, random) -> {
		List<String> reasons = List.of("abort", "insufficient_system_resource", "error", "malformed_function_call",
				"cancelled");
		String reason = reasons.get(random.nextInt(reasons.size()));
		draft.parts.replaceAll((part) -> part.replace("\"stop\"", "\"" + reason + "\""));
		if (draft.parts.size() > 4) {
			draft.parts.subList(1, draft.parts.size() - 3).clear();
		}
	}),

	EMPTY((draft, random) -> draft.parts.clear()),

	/** Nothing but the mark of the end. */
	ONLY_DONE((draft, random) -> draft.body("data: [DONE]\n\n")),

	/** The finish is told with every word, and the answer goes on. */
	EARLY_FINISH((draft, random) -> draft.parts
		.replaceAll((part) -> part.replace("\"finish_reason\":null", "\"finish_reason\":\"stop\""))) {

		@Override
		public boolean standsAlone() {
			return true;
		}

	},

	/** More than an answer may have. */
	TOO_LARGE((draft, random) -> {
		String comment = ": " + "x".repeat(1000) + "\n\n";
		String padding = draft.streamed ? comment : " ".repeat(1000);
		draft.parts.add(random.nextInt(1 + draft.parts.size()), padding.repeat(1500));
	}),

	DEEP_JSON((draft, random) -> {
		String deep = "{\"choices\":" + "[".repeat(3000) + "]".repeat(3000) + "}";
		if (draft.streamed) {
			insert(draft, "data: " + deep + "\n\n", random);
		}
		else {
			draft.body(deep);
		}
	}),

	/** A page of somebody on the way. */
	HTML((draft, random) -> {
		draft.headers.set(0, "Content-Type: text/html");
		draft.body("<html><head><title>Please log in</title></head><body>Portal</body></html>");
	}),

	/** Events where JSON was asked for, or JSON where events were. */
	OTHER_FORM((draft, random) -> {
		if (!draft.streamed) {
			draft.body("data: " + draft.body() + "\n\ndata: [DONE]\n\n");
		}
		else {
			draft.headers.set(0, "Content-Type: application/json");
		}
	});

	private final BiConsumer<Draft, Random> change;

	BodyDamage(BiConsumer<Draft, Random> change) {
		this.change = change;
	}

	@Override
	public void apply(Draft draft, Random random) {
		this.change.accept(draft, random);
	}

	private static void insert(Draft draft, String part, Random random) {
		draft.parts.add(random.nextInt(Math.max(1, draft.parts.size() - 2)), part);
	}

	private static void damageSign(Draft draft, Random random, String signs, String replacement) {
		if (draft.parts.isEmpty()) {
			return;
		}
		int index = random.nextInt(draft.parts.size());
		String part = draft.parts.get(index);
		int begin = part.indexOf('{');
		for (int at = (begin < 0) ? part.length() : begin + random.nextInt(part.length() - begin); at < part
			.length(); at++) {
			if (signs.indexOf(part.charAt(at)) >= 0) {
				String sign = replacement.replace("$0", part.substring(at, at + 1));
				draft.parts.set(index, part.substring(0, at) + sign + part.substring(at + 1));
				return;
			}
		}
	}

}
