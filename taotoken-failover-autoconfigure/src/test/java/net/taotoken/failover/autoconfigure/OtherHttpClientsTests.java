package net.taotoken.failover.autoconfigure;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The HTTP clients of the application are the same with and without this library.
 */
class OtherHttpClientsTests {

	@Test
	void restClientSendsWithTheClientOfTheJdk() {
		assertThat(ReflectionTestUtils.getField(RestClient.create(), "clientRequestFactory"))
			.isInstanceOf(JdkClientHttpRequestFactory.class);
	}

	@Test
	void springBootDetectsTheClientOfTheJdk() {
		assertThat(ClientHttpRequestFactoryBuilder.detect()).isInstanceOf(JdkClientHttpRequestFactoryBuilder.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.apache.hc.client5.http.impl.classic.HttpClients",
			"org.apache.hc.client5.http.classic.HttpClient", "org.eclipse.jetty.client.HttpClient",
			"reactor.netty.http.client.HttpClient", "okhttp3.OkHttpClient", "org.apache.http.client.HttpClient" })
	void libraryBringsNoClientThatOthersLookFor(String type) {
		assertThat(ClassUtils.isPresent(type, getClass().getClassLoader())).isFalse();
	}

	@Test
	void restClientIsThatOfAClassPathWithoutThisLibraryAndWhatItBrings() throws Exception {
		List<String> with = Arrays.asList(System.getProperty("java.class.path").split(java.io.File.pathSeparator));
		List<String> without = with.stream()
			.filter((entry) -> !entry.contains("httpcore5") && !entry.contains("/target/"))
			.toList();
		assertThat(without).hasSizeLessThan(with.size());
		assertThat(requestFactory(without)).isEqualTo(requestFactory(with))
			.isEqualTo(JdkClientHttpRequestFactory.class.getName());
	}

	private static String requestFactory(List<String> classPath) throws Exception {
		URL[] urls = new URL[classPath.size()];
		for (int i = 0; i < urls.length; i++) {
			urls[i] = Path.of(classPath.get(i)).toUri().toURL();
		}
		try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
			Object client = loader.loadClass(RestClient.class.getName()).getMethod("create").invoke(null);
			return String.valueOf(
					requireNonNull(ReflectionTestUtils.getField(client, "clientRequestFactory")).getClass().getName());
		}
	}

}
