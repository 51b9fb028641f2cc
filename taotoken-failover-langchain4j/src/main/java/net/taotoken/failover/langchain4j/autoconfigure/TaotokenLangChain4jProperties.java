package net.taotoken.failover.langchain4j.autoconfigure;

import net.taotoken.failover.langchain4j.JsonSchemaSupport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Chat models for LangChain4j.
 *
 * @param enabled Whether applications of LangChain4j get chat models that fail over.
 * @param route Name of the route for requests that name none, as under 'taotoken.routes'.
 * @param jsonSchema How far the models of the route answer by a JSON schema. With "none"
 * AI services describe the wanted form in the prompt, with "plain" they send the schema,
 * with "strict" they send it so that it has to be followed to the letter. All models of
 * the route must be able to do it.
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = "taotoken.langchain4j", ignoreUnknownFields = false)
public record TaotokenLangChain4jProperties(@DefaultValue("true") boolean enabled, @Nullable String route,
		@DefaultValue("none") JsonSchemaSupport jsonSchema) {

}
