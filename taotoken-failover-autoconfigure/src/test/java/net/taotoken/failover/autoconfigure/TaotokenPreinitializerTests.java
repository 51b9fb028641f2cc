package net.taotoken.failover.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class TaotokenPreinitializerTests {

	@Test
	void isRegistered() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation(getClass().getClassLoader())
			.load(BackgroundPreinitializer.class)).hasAtLeastOneElementOfType(TaotokenPreinitializer.class);
	}

	@Test
	void doesNotFailUnseen() {
		assertThatCode(() -> new TaotokenPreinitializer().preinitialize()).doesNotThrowAnyException();
	}

}
