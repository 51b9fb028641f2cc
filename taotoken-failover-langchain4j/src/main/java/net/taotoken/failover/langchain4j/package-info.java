/**
 * Chat models of LangChain4j with model failover.
 */
@NullMarked
package net.taotoken.failover.langchain4j;

import org.jspecify.annotations.NullMarked;
