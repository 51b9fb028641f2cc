/**
 * Auto-configuration of the chat models of LangChain4j.
 */
@NullMarked
package net.taotoken.failover.langchain4j.autoconfigure;

import org.jspecify.annotations.NullMarked;
