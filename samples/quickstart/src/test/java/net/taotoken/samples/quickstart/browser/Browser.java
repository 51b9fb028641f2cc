package net.taotoken.samples.quickstart.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Chromium of this machine, without a window. Nothing is downloaded.
 */
final class Browser implements AutoCloseable {

	private static final List<String> FLAGS = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--disable-dev-shm-usage", "--hide-scrollbars", "--accept-lang=en");

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Start it.
	 * @param profile an empty directory
	 * @return the browser, or nothing where there is none
	 */
	static Optional<Browser> start(Path profile) {
		Optional<File> driver = onPath("chromedriver");
		Optional<File> browser = Stream.of("chromium", "chromium-browser", "google-chrome")
			.flatMap((name) -> onPath(name).stream())
			.findFirst();
		return driver.flatMap((driverFile) -> browser.map((browserFile) -> start(driverFile, browserFile, profile)));
	}

	private static Browser start(File driver, File browser, Path profile) {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser);
		options.addArguments(FLAGS);
		options.addArguments("--user-data-dir=" + profile);
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		return new Browser(new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(driver).usingAnyFreePort().build(), options));
	}

	private static Optional<File> onPath(String name) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((directory) -> new File(directory, name))
			.filter(File::canExecute)
			.findFirst();
	}

	/**
	 * Look at a page with a language, in light or dark, on a screen of a size.
	 */
	void open(String url, String language, String scheme, int width, int height) {
		command("Network.setUserAgentOverride", Map.of("userAgent", "", "acceptLanguage", language));
		command("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
		command("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		this.driver.get(url);
	}

	void open(String url) {
		open(url, "en", "light", 1280, 900);
	}

	private void command(String name, Map<String, Object> parameters) {
		this.driver.executeCdpCommand(name, parameters);
	}

	/**
	 * The text that people see of the first element that fits.
	 */
	String text(String selector) {
		return Objects.requireNonNullElse(
				(String) this.driver.executeScript(
						"return document.querySelector(arguments[0])?.innerText.replaceAll(/\\s+/g, ' ')", selector),
				"");
	}

	void sees(String selector, String... texts) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(100))
			.untilAsserted(() -> assertThat(text(selector)).contains(texts));
	}

	void click(String selector) {
		WebElement element = this.driver.findElement(By.cssSelector(selector));
		element.click();
	}

	void press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	/**
	 * Press the tabulator until an element is reached.
	 */
	void tabTo(String selector) {
		for (int i = 0; i < 60; i++) {
			press(Keys.TAB);
			if (hasFocus(selector)) {
				return;
			}
		}
		throw new AssertionError("The tabulator never reaches " + selector);
	}

	boolean hasFocus(String selector) {
		return Boolean.TRUE
			.equals(this.driver.executeScript("return document.activeElement.matches(arguments[0])", selector));
	}

	boolean isWiderThanItsScreen() {
		return Boolean.TRUE.equals(this.driver
			.executeScript("return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
	}

	/**
	 * Put a script into the page, as somebody would who got text into it.
	 */
	void inject(String script) {
		this.driver.executeScript("const script = document.createElement('script');"
				+ "script.textContent = arguments[0]; document.body.append(script)", script);
	}

	/**
	 * What the browser found wrong since the last time: scripts that failed, and what the
	 * page's own policy forbids.
	 */
	List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map((entry) -> entry.getMessage())
			.toList();
	}

	void screenshot(String name) {
		try {
			Path directory = Files.createDirectories(Path.of("target/screenshots"));
			Files.write(directory.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
