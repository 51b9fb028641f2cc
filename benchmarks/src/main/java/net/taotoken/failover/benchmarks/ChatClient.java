package net.taotoken.failover.benchmarks;

/**
 * One way to ask a question and get the text of an answer.
 */
@FunctionalInterface
interface ChatClient {

	String chat(String question) throws Exception;

}
