package net.taotoken.failover.langchain4j.autoconfigure;

import java.util.Arrays;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import net.taotoken.failover.langchain4j.TaotokenChatModel;
import net.taotoken.failover.langchain4j.TaotokenStreamingChatModel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Tells in one line which models LangChain4j uses, and why.
 */
final class ModelChoiceLog implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(ModelChoiceLog.class);

	private final ListableBeanFactory beans;

	ModelChoiceLog(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (logger.isInfoEnabled()) {
			logger.info("LangChain4j: " + describe(ChatModel.class, TaotokenChatModel.class) + "; "
					+ describe(StreamingChatModel.class, TaotokenStreamingChatModel.class));
		}
	}

	private String describe(Class<?> type, Class<?> own) {
		if (names(own).length != 0) {
			return type.getSimpleName() + " fails over from model to model";
		}
		return type.getSimpleName() + " is " + Arrays.toString(names(type))
				+ ", which is there already, so that it does not fail over";
	}

	private String[] names(Class<?> type) {
		return this.beans.getBeanNamesForType(type, true, false);
	}

}
