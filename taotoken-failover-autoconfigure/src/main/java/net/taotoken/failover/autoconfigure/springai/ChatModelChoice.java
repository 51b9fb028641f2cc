package net.taotoken.failover.autoconfigure.springai;

import java.util.Arrays;
import java.util.List;

import net.taotoken.failover.ChatSettings;
import net.taotoken.failover.InterruptionReaction;
import net.taotoken.failover.springai.TaotokenChatModel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

/**
 * Tells in one line which chat model Spring AI uses, and why.
 */
final class ChatModelChoice implements SmartInitializingSingleton {

	/** Spring AI's own switch. */
	static final String PROPERTY = "spring.ai.model.chat";

	/** Its value for our model. */
	static final String TAOTOKEN = "taotoken";

	private static final Log logger = LogFactory.getLog(ChatModelChoice.class);

	private final ListableBeanFactory beans;

	private final Environment environment;

	private final ChatSettings settings;

	ChatModelChoice(ListableBeanFactory beans, Environment environment, ChatSettings settings) {
		this.beans = beans;
		this.environment = environment;
		this.settings = settings;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (logger.isInfoEnabled()) {
			logger.info(describe());
		}
	}

	private String describe() {
		List<String> others = Arrays.stream(this.beans.getBeanNamesForType(ChatModel.class, true, false))
			.filter((name) -> !isOurs(name))
			.toList();
		boolean ours = this.beans.getBeanNamesForType(TaotokenChatModel.class, true, false).length > 0;
		String wanted = this.environment.getProperty(PROPERTY);
		if (ours) {
			return "Spring AI asks Taotoken, with failover: "
					+ ((wanted != null) ? PROPERTY + "=" + TAOTOKEN : "there is no ChatModel of another provider")
					+ (others.isEmpty() ? "" : ", beside " + others) + streams();
		}
		if (others.isEmpty()) {
			return "Spring AI has no ChatModel: " + PROPERTY + "=" + wanted
					+ " wants none of Taotoken; for that, set it to " + TAOTOKEN;
		}
		return "Spring AI asks " + others + ", not Taotoken: " + reason(wanted);
	}

	private boolean isOurs(String name) {
		Class<?> type = this.beans.getType(name, false);
		return type != null && TaotokenChatModel.class.isAssignableFrom(type);
	}

	private static String reason(@Nullable String wanted) {
		if (TAOTOKEN.equals(wanted)) {
			return "the application has it as a bean, which comes before " + PROPERTY + "=" + TAOTOKEN
					+ "; remove that bean for failover";
		}
		return ((wanted != null) ? PROPERTY + "=" + wanted : PROPERTY + " is not set") + "; for failover, set it to "
				+ TAOTOKEN;
	}

	private String streams() {
		return (this.settings.onInterruption() == InterruptionReaction.RESTART)
				? "; streams are handed on once they are whole, by taotoken.stream.on-interruption=restart" : "";
	}

}
