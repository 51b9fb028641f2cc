package net.taotoken.failover.test.docs;

import java.util.stream.Stream;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.TaotokenOperations;
import net.taotoken.failover.chat.ChatCompletion;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads invoices.
 */
class InvoiceService {

	private final TaotokenOperations taotoken;

	InvoiceService(TaotokenOperations taotoken) {
		this.taotoken = taotoken;
	}

	Invoice read(String text) {
		return JsonMapper.shared().readValue(this.taotoken.chat(request(text)).text(), Invoice.class);
	}

	String readOrLater(String text) {
		try {
			return "total " + read(text).total();
		}
		catch (FailoverException ex) {
			return (ex.retryAfter() != null) ? "again in " + ex.retryAfter().toSeconds() + " s" : "not at all";
		}
	}

	/** The words of a summary, as they come. */
	Stream<String> summary(String text) {
		ChatStream stream = this.taotoken.stream(request(text));
		return stream.texts().onClose(stream::close);
	}

	/** What the model wants to be told before it answers. */
	String firstTool(String text) {
		ChatCompletion completion = this.taotoken.chat(request(text));
		return completion.toolCalls().isEmpty() ? "none" : String.valueOf(completion.toolCalls().get(0).function());
	}

	private static ChatCompletionRequest request(String text) {
		return ChatCompletionRequest.builder().system("The total as JSON.").user(text).build();
	}

	/**
	 * An invoice.
	 *
	 * @param total what is to be paid
	 */
	record Invoice(int total) {
	}

}
