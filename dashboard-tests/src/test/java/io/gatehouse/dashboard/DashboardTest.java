package io.gatehouse.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The dashboard in Chromium, of a gateway that runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int TRIES = 5;
    private static final String LIVE = ".connection[data-phase=live]";

    /** The time, once a row holds a text; the page says so in the moment that it shows it. */
    private static final String SHOWN_AT = "return [...document.querySelectorAll('.request-rows [role=row]')]"
            + ".some(row => row.innerText.includes(arguments[0])) && Date.now()";

    private Browser browser;
    private ShownGateway gateway;

    @BeforeAll
    void start() throws Exception {
        browser = Browser.start();
        gateway = ShownGateway.open();
    }

    @AfterAll
    void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openThePage() {
        browser.size(1440, 900);
        browser.prefer("light");
        browser.open("about:blank");
        browser.open(gateway.page());
        browser.one(LIVE);
    }

    @AfterEach
    void saysNothingToTheConsole() {
        assertThat(browser.consoleErrors()).isEmpty();
    }

    @Test
    void showsARequestWithinASecond() throws Exception {
        browser.go("#/requests");
        browser.one(LIVE);
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && quickest > SOON.toMillis(); i++) {
            String path = "/orders/live-" + i;
            browser.script("window.shown = new Promise(done => { const look = () => { if ((function() {" + SHOWN_AT
                    + "})(arguments[0])) { done(Date.now()); return true } };"
                    + "new MutationObserver((_, observer) => look.apply(null) && observer.disconnect())"
                    + ".observe(document.body, { subtree: true, childList: true, characterData: true }) })",
                    path);
            gateway.call(path);
            long ended = System.currentTimeMillis();
            Object shown = browser.await(SHOWN_AT, path);
            quickest = Math.min(quickest, ((Number) shown).longValue() - ended);
        }
        assertThat(quickest).as("milliseconds from the end of a request to its row").isLessThan(SOON.toMillis());
    }
}
