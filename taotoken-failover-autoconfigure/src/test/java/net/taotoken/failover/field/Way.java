package net.taotoken.failover.field;

import net.taotoken.failover.ChatStream;
import net.taotoken.failover.StreamDelivery;
import net.taotoken.failover.StreamInterruptedException;
import net.taotoken.failover.TaotokenTemplate;
import net.taotoken.failover.chat.ChatCompletionRequest;
import net.taotoken.failover.engine.FailoverException;

/**
 * The ways to ask for an answer.
 */
enum Way {

	CHAT {

		@Override
		Ending answer(TaotokenTemplate template, ChatCompletionRequest request) {
			return Ending.of(template.chat(request));
		}

	},

	LIVE {

		@Override
		Ending answer(TaotokenTemplate template, ChatCompletionRequest request) {
			return read(template.stream(request, StreamDelivery.LIVE));
		}

	},

	WHOLE {

		@Override
		Ending answer(TaotokenTemplate template, ChatCompletionRequest request) {
			return read(template.stream(request, StreamDelivery.WHOLE));
		}

	};

	static final ChatCompletionRequest QUESTION = ChatCompletionRequest.of("Who are you?");

	abstract Ending answer(TaotokenTemplate template, ChatCompletionRequest request);

	Ending ask(FieldApplication application) {
		return ask(application, QUESTION);
	}

	Ending ask(FieldApplication application, ChatCompletionRequest request) {
		try {
			return answer(application.template(), request);
		}
		catch (FailoverException ex) {
			return Ending.of(ex);
		}
		catch (StreamInterruptedException ex) {
			return Ending.of(ex);
		}
	}

	private static Ending read(ChatStream stream) {
		try (stream) {
			return Ending.of(stream.complete());
		}
	}

}
