package io.gatehouse.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The dashboard of a gateway whose admin port is not on a loopback address. */
@Tag("slow")
class SignInTest {

    @Test
    void asksForTheTokenAndKeepsItInTheTab() throws Exception {
        try (Browser browser = Browser.start();
                ShownGateway gateway = ShownGateway.guarded()) {
            browser.open(gateway.page());
            browser.awaitText("h1", "Sign in");
            browser.assertAccessible();

            browser.type("#token", "not the token");
            browser.one("#token").sendKeys(Keys.ENTER);
            browser.awaitText("#token-problem", "without spaces");
            browser.type("#token", "wrong");
            browser.one("#token").sendKeys(Keys.ENTER);
            browser.awaitText("#token-problem", "does not accept");

            browser.type("#token", ShownGateway.TOKEN);
            browser.one("#token").sendKeys(Keys.ENTER);
            browser.one(".connection[data-phase=live]");
            assertThat(
                            browser.script(
                                    "return JSON.stringify([Object.values(sessionStorage), Object.values(localStorage), document.cookie])"))
                    .isEqualTo("[[\"" + ShownGateway.TOKEN + "\"],[],\"\"]");

            browser.one("[aria-label='Sign out']").click();
            browser.awaitText("h1", "Sign in");
            assertThat(browser.script("return sessionStorage.length")).isEqualTo(0L);
            assertThat(browser.consoleErrors())
                    .as("the browser's own lines about 401")
                    .allMatch(line -> line.contains("401"));
        }
    }
}
