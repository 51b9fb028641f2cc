package net.taotoken.failover.chat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServedModel}.
 */
class ServedModelTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			gpt-4o                 | gpt-4o
			gpt-4o                 | GPT-4o
			gpt-4o                 | ' gpt-4o '
			gpt-4o                 | openai/gpt-4o
			openai/gpt-4o          | gpt-4o
			a/b/gpt-4o             | c/gpt-4o
			gpt-4o                 | gpt-4o-2024-08-06
			gpt-4o-2024-08-06      | gpt-4o
			gpt-4o                 | openai/gpt-4o-2024-08-06
			gpt-4                  | gpt-4-0613
			gpt-4                  | gpt-4-1106-preview
			gpt-4-turbo            | gpt-4-turbo-preview
			claude-sonnet-4-5      | claude-sonnet-4-5-20250929
			claude-3-5-sonnet      | claude-3-5-sonnet@20240620
			claude-3-5-sonnet      | claude-3-5-sonnet-20240620-v1:0
			claude-instant         | claude-instant-v1:2
			claude-3-5-sonnet      | claude-3-5-sonnet-latest
			llama3                 | llama3:latest
			claude-v2              | claude-v2:1
			gemini-1.5-pro         | gemini-1.5-pro-002
			gemini-2.5-flash       | gemini-2.5-flash-preview-05-20
			text-bison             | text-bison@001
			gpt-4o                 |
			gpt-4o                 | ''
			gpt-4o                 | ' '
			                       | gpt-4o
			''                     | gpt-4o
			""", delimiter = '|')
	void sameModelIsNoSubstitute(@Nullable String requested, @Nullable String served) {
		assertThat(ServedModel.isSubstitute(requested, served)).isFalse();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			gpt-4o                 | gpt-4o-mini
			gpt-4o-mini            | gpt-4o
			gpt-4o                 | gpt-4o-mini-2024-07-18
			gpt-4o                 | gpt-4
			gpt-4                  | gpt-4o
			gpt-4                  | gpt-4.1
			gpt-4                  | gpt-4-32k
			gpt-4                  | gpt-4-turbo-2024-04-09
			gpt-4o-2024-05-13      | gpt-4o-2024-08-06
			claude-opus-4          | claude-opus-4-1
			claude-opus-4          | claude-opus-4-1-20250805
			claude-sonnet-4-5      | claude-haiku-4-5
			claude-sonnet-4-6      | llama-3-70b-instruct
			deepseek-v3            | deepseek-v3-1
			llama3                 | llama3:70b
			openai/gpt-4o          | openai/gpt-4o-audio-preview
			gpt-4o                 | gpt-4o-
			""", delimiter = '|')
	void otherModelIsSubstitute(String requested, String served) {
		assertThat(ServedModel.isSubstitute(requested, served)).isTrue();
	}

}
