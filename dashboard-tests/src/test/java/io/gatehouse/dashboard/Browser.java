package io.gatehouse.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium with one page, and what tests ask of it. Conditions are awaited in the page, which looks again whenever it changes. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    /** Resolves with what the condition returns as soon as that is something. */
    private static final String AWAIT = """
            const done = arguments[arguments.length - 1];
            const given = Array.from(arguments).slice(0, -1);
            const look = () => { try { return (function() { %s }).apply(null, given) || null } catch (e) { return null } };
            let found = look();
            if (found) { done(found); return; }
            const observer = new MutationObserver(() => {
              found = look();
              if (found) { observer.disconnect(); done(found); }
            });
            observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
            """;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts it; skips the test where Chromium or its driver is not installed. */
    static Browser start() {
        Optional<Path> chromium = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(Browser::program)
                .findFirst();
        Optional<Path> chromedriver = program("chromedriver").findFirst();
        assumeTrue(chromium.isPresent() && chromedriver.isPresent(), "needs chromium and chromedriver on the path");
        var options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--lang=en-GB",
                "--window-size=1440,900");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        // The builder of a service is annotated with what is not on the class path, of which javac warns.
        System.setProperty("webdriver.chrome.driver", chromedriver.get().toString());
        var driver = new ChromeDriver(options);
        driver.manage().timeouts().scriptTimeout(PATIENCE).pageLoadTimeout(PATIENCE);
        return new Browser(driver);
    }

    private static Stream<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }

    void open(String address) {
        driver.get(address);
    }

    /** Goes to a place of the page that is open: what stands behind the `#`. */
    void go(String place) {
        driver.executeScript("location.hash = arguments[0]", place);
    }

    /** Waits until the script, the body of a function, returns something that is true; returns it. */
    Object await(String condition, Object... arguments) {
        return Objects.requireNonNull(driver.executeAsyncScript(AWAIT.formatted(condition), arguments), condition);
    }

    /** Waits for an element. */
    WebElement await(By wanted) {
        String selector = wanted.toString().replaceFirst("^By\\.cssSelector: ", "");
        await("return document.querySelector(arguments[0])", selector);
        return driver.findElement(wanted);
    }

    /** Waits until an element holds a text. */
    void awaitText(String selector, String text) {
        await("return document.querySelector(arguments[0])?.innerText.includes(arguments[1])", selector, text);
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    WebElement one(String selector) {
        return await(By.cssSelector(selector));
    }

    /** Puts a text in place of what a field holds. */
    void type(String selector, String text) {
        WebElement field = one(selector);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        field.sendKeys(text);
    }

    /** Chooses from a list. */
    void choose(String selector, String option) {
        one(selector + " option[value='" + option + "']").click();
    }

    /** Shows the page as wide as that, in CSS pixels. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 720));
    }

    /** What the system asks for: {@code light} or {@code dark}. */
    void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What the console had to say since it was asked last; warnings of the browser about itself are none of ours. */
    List<String> consoleErrors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** Asserts that axe finds nothing serious in the page as it is. */
    void assertAccessible() {
        List<String> faults = new AxeBuilder()
                .analyze(driver).getViolations().stream()
                        .filter(rule -> SERIOUS.contains(rule.getImpact()))
                        .map(Browser::described)
                        .toList();
        assertThat(faults).as("what axe finds at %s", driver.getCurrentUrl()).isEmpty();
    }

    private static String described(Rule rule) {
        return rule.getId() + ": " + rule.getHelp()
                + rule.getNodes().stream()
                        .limit(5)
                        .map(node -> "\n  " + node.getHtml() + " " + node.getAny())
                        .toList();
    }

    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
