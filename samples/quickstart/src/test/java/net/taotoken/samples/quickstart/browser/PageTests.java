package net.taotoken.samples.quickstart.browser;

import java.nio.file.Path;
import java.util.List;

import net.taotoken.failover.control.TaotokenControl;
import net.taotoken.failover.route.Route;
import net.taotoken.samples.quickstart.QuickstartApplication;
import net.taotoken.samples.quickstart.SampleClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the endpoint, and what the sample adds to it, in a real browser.
 */
class PageTests {

	private static final String FIRST = "claude-sonnet-4-6";

	private static final String SECOND = "gpt-4-turbo-preview";

	private static final String ROW = ".tt-model:nth-child(1)";

	private static final String ENDPOINT = "/actuator/taotoken";

	@TempDir
	private static Path profile;

	private static Browser browser;

	private static ConfigurableApplicationContext application;

	private static int port;

	private SampleClient sample;

	@BeforeAll
	static void start() {
		browser = Browser.start(profile).orElse(null);
		Assumptions.assumeTrue(browser != null,
				"There is no chromium with a chromedriver on the PATH: the page is not looked at in a browser");
		run(0);
	}

	private static void run(int wanted) {
		application = SpringApplication.run(QuickstartApplication.class, "--taotoken.api-key=",
				"--taotoken.timeouts.first-token=3s", "--quickstart.simulation.retry-after=60s",
				"--server.port=" + wanted);
		port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
			application.close();
		}
	}

	@BeforeEach
	void mendAndForget() {
		this.sample = new SampleClient(port);
		TaotokenControl control = application.getBean(TaotokenControl.class);
		for (String model : List.of(FIRST, SECOND, "llama-3-70b-instruct")) {
			this.sample.post("/simulate/" + model + "/ok");
			control.putBack(model);
		}
		control.resetOrder(Route.DEFAULT);
		control.resetStatistics();
	}

	@AfterEach
	void nothingWasWrongInTheBrowser() {
		assertThat(browser.complaints()).isEmpty();
	}

	private static String url(String path) {
		return "http://127.0.0.1:" + port + path;
	}

	private static void openSample() {
		browser.open(url("/"));
		browser.sees(".demo", "Break and mend");
	}

	private static void breakFirst(String fault) {
		browser.click(".demo-model:nth-of-type(1) button[value=" + fault + "]");
		browser.sees(".demo-model:nth-of-type(1) button[value=" + fault + "][aria-pressed=true]", "");
	}

	private static void choose(String action) {
		browser.click("dialog input[value=" + action + "]");
		browser.click("dialog .tt-main");
	}

	@Test
	void brokenModelTellsItsStory() {
		openSample();
		breakFirst("rate-limit");
		browser.click(".demo-ask .tt-main");
		browser.sees(".demo-answer", "This is " + SECOND + ", simulated: air scatters blue light more than red.");
		browser.sees(".demo-ask .tt-call", FIRST + " rate-limited 429", SECOND + " answered");
		browser.sees(ROW, FIRST, "cooling down", "rate-limited 429");
		browser.sees(".tt-scroll .tt-call", FIRST + " rate-limited 429", SECOND + " answered");
		browser.sees(".tt-head", "degraded");
		browser.sees(".tt-route", "number 1 of the list; cooling down for");
		browser.click(".demo-model:nth-of-type(1) button[value=ok]");
		browser.click(ROW + " button");
		choose("put-back");
		browser.sees(".tt-head", "healthy");
	}

	@Test
	void attemptsAreDrawnWhileTheyAreUnderWay() {
		openSample();
		breakFirst("hang");
		browser.click(".demo-ask .tt-main");
		browser.sees(".demo-ask .tt-call", FIRST + " under way");
		browser.sees(".demo-ask .tt-call", FIRST + " timeout", SECOND + " answered");
	}

	@Test
	void callWithoutAnAnswerSaysSo() {
		openSample();
		breakFirst("quota");
		browser.click(".demo-ask .tt-main");
		browser.sees(".demo-answer", "No model gave an answer: try again in 30 s");
		browser.sees(".demo-ask .tt-call", FIRST + " quota-exhausted 403", "no answer");
		// the browser tells of each answer that is none
		assertThat(browser.complaints()).allSatisfy((complaint) -> assertThat(complaint).contains("503"));
	}

	@Test
	void modelIsTakenOutPutFirstAndPutBack() {
		browser.open(url(ENDPOINT));
		browser.sees(ROW, FIRST, "healthy");
		browser.click(ROW + " button");
		browser.sees("dialog", "This does not last");
		choose("disable");
		browser.sees(ROW, "taken out");
		browser.sees(".tt-log li", FIRST + ": taken out");
		browser.click(ROW + " button");
		choose("put-back");
		browser.sees(ROW, "healthy");
		browser.click(".tt-model:nth-child(3) button");
		choose("first");
		browser.sees(".tt-route", "order by hand", "1", "llama-3-70b-instruct");
		browser.click(".tt-route .tt-act");
		browser.click("dialog .tt-main");
		browser.sees(".tt-route", "by priority");
	}

	@Test
	void everythingCanBeDoneByKeyboard() {
		browser.open(url(ENDPOINT));
		browser.sees(ROW, "healthy");
		String steer = "button[aria-label='Steer " + FIRST + "']";
		browser.tabTo(steer);
		browser.press(Keys.ENTER);
		browser.sees("dialog", FIRST);
		browser.press(Keys.ARROW_DOWN);
		browser.sees("dialog .tt-main", "Cool it down");
		browser.tabTo("dialog .tt-main");
		browser.press(Keys.ENTER);
		browser.sees(ROW, "cooling down", "10 min");
		assertThat(browser.hasFocus(steer)).isTrue();
		browser.press(Keys.ENTER);
		browser.sees("dialog", FIRST);
		browser.press(Keys.ESCAPE);
		assertThat(browser.hasFocus(steer)).isTrue();
	}

	@Test
	void noScriptRunsButThatOfThePage() {
		browser.open(url(ENDPOINT));
		browser.sees(ROW, "healthy");
		browser.inject("document.querySelector('h1').textContent = 'taken over'");
		assertThat(browser.text("h1")).isEqualTo("Taotoken failover");
		assertThat(browser.complaints()).singleElement().asString().contains("Content Security Policy");
	}

	@Test
	void pageOfAStoppedApplicationSaysSoAndComesBackByItself() {
		browser.open(url(ENDPOINT));
		browser.sees(ROW, "healthy");
		application.close();
		browser.sees(".tt-banner", "does not answer", "tries again by itself");
		browser.screenshot("stopped");
		run(port);
		browser.sees(".tt-banner", "started anew");
		browser.sees(ROW, "healthy");
		assertThat(browser.complaints()).allSatisfy((complaint) -> assertThat(complaint).contains("ERR_"));
	}

	@Test
	void pageIsFitToBeSeen() {
		tellAStory();
		look("/", "sample-light", "en", "light", 1280, 760);
		browser.click(".demo-ask .tt-main");
		browser.sees(".demo-ask .tt-call", "answered");
		browser.screenshot("sample-light");
		look("/", "sample-phone", "zh-CN", "dark", 390, 844);
		look(ENDPOINT, "light", "en", "light", 1280, 900);
		look(ENDPOINT, "dark", "en", "dark", 1280, 900);
		look(ENDPOINT, "phone", "en", "light", 390, 844);
		look(ENDPOINT, "chinese", "zh-CN", "light", 1280, 900);
		browser.sees(ROW, "冷却中", "限流 429");
	}

	private void tellAStory() {
		ask(4);
		this.sample.post("/simulate/" + FIRST + "/overload");
		ask(2);
		this.sample.post("/simulate/" + SECOND + "/hang");
		ask(1);
		this.sample.post("/simulate/" + SECOND + "/ok");
		application.getBean(TaotokenControl.class).as("alice").putBack(SECOND);
		application.getBean(TaotokenControl.class).putBack(FIRST);
		this.sample.post("/simulate/" + FIRST + "/rate-limit");
		ask(4);
	}

	private void ask(int times) {
		for (int i = 0; i < times; i++) {
			this.sample.get("/ask");
		}
	}

	private static void look(String path, String name, String language, String scheme, int width, int height) {
		browser.open(url(path), language, scheme, width, height);
		browser.sees(ROW, FIRST, "429");
		browser.sees(".tt-scroll", FIRST);
		assertThat(browser.isWiderThanItsScreen()).as(name).isFalse();
		browser.screenshot(name);
	}

}
