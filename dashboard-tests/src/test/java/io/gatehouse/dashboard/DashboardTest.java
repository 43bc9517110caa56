package io.gatehouse.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The dashboard in Chromium, of a gateway that runs. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int TRIES = 5;
    private static final String LIVE = ".connection[data-phase=live]";
    private static final String ROWS = ".request-rows [role=row]";

    /** The time, in the moment that the table shows a row with a text. */
    private static final String SHOWN_AT = "return [...document.querySelectorAll('" + ROWS
            + "')].some(row => row.innerText.includes(arguments[0])) && Date.now()";

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
        if (browser != null) {
            assertThat(browser.consoleErrors()).isEmpty();
        }
    }

    private void go(String place) {
        browser.go(place);
        browser.one("#page-title");
        browser.one(LIVE);
    }

    @Test
    void showsARequestWithinASecond() throws Exception {
        go("#/requests");
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && quickest >= SOON.toMillis(); i++) {
            String path = "/orders/live-" + i;
            gateway.call(path);
            long ended = System.currentTimeMillis();
            long shown = ((Number) browser.await(SHOWN_AT, path)).longValue();
            quickest = Math.min(quickest, shown - ended);
        }
        assertThat(quickest)
                .as("milliseconds from the end of a request to its row")
                .isLessThan(SOON.toMillis());
    }

    @Test
    void filtersRequestsThatAreKeptAndThoseThatCome() throws Exception {
        gateway.call("/orders/filtered-good");
        gateway.callWithoutKey("/orders/filtered-refused");
        go("#/requests");
        browser.await(SHOWN_AT, "/filtered-refused");

        browser.choose("#filter-status", "4xx");
        browser.type("#filter-text", "FILTERED-");
        browser.await("return location.hash.includes('text=FILTERED-') && " + onlyRows("/filtered-refused"));
        browser.one(LIVE);
        gateway.call("/orders/filtered-later-good");
        gateway.callWithoutKey("/orders/filtered-later-refused");
        browser.await(SHOWN_AT, "/filtered-later-refused");
        assertThat(browser.script("return " + onlyRows("refused"))).isEqualTo(true);

        browser.type("#filter-text", "nothing-is-called-so");
        browser.awaitText(".table-panel", "No request like this");
        browser.one(".clear-filters").click();
        browser.await(SHOWN_AT, "/filtered-good");
    }

    private static String onlyRows(String text) {
        return "(rows => rows.length > 0 && rows.every(row => row.innerText.includes('" + text
                + "')))([...document.querySelectorAll('" + ROWS + "')])";
    }

    @Test
    void findsRequestsOfATime() throws Exception {
        gateway.call("/orders/of-a-time");
        go("#/requests?text=of-a-time&to=2001-01-01T00:00:00Z");
        browser.awaitText(".table-panel", "No request like this");
        browser.awaitText(".table-note", "until");
        assertThat(browser.one("#filter-to").getDomProperty("value")).startsWith("200");

        go("#/requests?text=of-a-time&from=2001-01-01T00:00:00Z");
        browser.await(SHOWN_AT, "/of-a-time");
        gateway.call("/orders/later-of-a-time");
        browser.await(SHOWN_AT, "/later-of-a-time");
        browser.type("#filter-slower", "900000000");
        browser.awaitText(".table-panel", "No request like this");
        browser.assertAccessible();
    }

    @Test
    void holdsTheTableWhilePaused() throws Exception {
        gateway.call("/orders/before-the-pause");
        go("#/requests");
        browser.await(SHOWN_AT, "/before-the-pause");
        browser.one("#pause").click();

        gateway.call("/orders/during-the-pause");
        browser.awaitText(".table-note", "1 new");
        assertThat(browser.one(".request-rows").getText()).doesNotContain("/during-the-pause");

        browser.one("#pause").click();
        browser.await(SHOWN_AT, "/during-the-pause");
    }

    @Test
    void opensARequestByTheKeyboard() throws Exception {
        gateway.call("/orders/chosen");
        go("#/requests");
        browser.await(SHOWN_AT, "/chosen");
        browser.one("[role=grid]").sendKeys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER);
        browser.awaitText("#page-title", "/orders/");
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("main");
    }

    @Test
    void showsOneRequestInFull() throws Exception {
        String id = gateway.idOfCall("/orders/v2/full");
        go("#/requests?text=" + id);
        browser.await(SHOWN_AT, "/full");
        browser.one(ROWS).click();
        browser.awaitText("#page-title", "/full");

        browser.awaitText(".headline", id);
        browser.awaitText(".waterfall", "Forward");
        browser.awaitText(".waterfall", "Try 1");
        browser.one("#every-stage").click();
        browser.await(
                "return [...document.querySelectorAll('.waterfall-part')].some(row => row.innerText.includes('FindService'))");
        browser.await(
                "return [...document.querySelectorAll('.way .step-head:has(.step-time)')].some(step => step.innerText.includes('FindService'))");
        browser.awaitText(".way", "FindService");
        browser.awaitText(".way", "acme/storefront/web");
        browser.awaitText(".outcome", "forwarded");
        browser.awaitText(".main", "acme/storefront/web");
        browser.assertAccessible();
    }

    @Test
    void showsTheRuleThatRefused() throws Exception {
        gateway.callWithoutKey("/orders/refused-without-key");
        go("#/requests?text=refused-without-key");
        browser.await(SHOWN_AT, "/refused-without-key");
        browser.one(ROWS).click();
        browser.awaitText(".outcome", "refused");
        browser.awaitText(".step-refused", "refused");
    }

    @Test
    void countsWhatObservedChecksWouldHaveRefused() throws Exception {
        assertThat(gateway.callWithoutKey("/invoices/observed")).isEqualTo(200);
        go("#/tenants");
        browser.awaitText("[aria-label='Would have been refused']", "without a key");
        browser.awaitText("[aria-label='Would have been refused']", "requires");
        browser.awaitText(".watched", "observes requires");
        browser.one("[aria-label='Would have been refused'] td:last-child a").click();
        browser.awaitText("#page-title", "/invoices/observed");
        browser.awaitText(".headline", "would refuse");
        browser.awaitText(".step-observed", "observed");
        browser.assertAccessible();
    }

    @Test
    void showsWhereALimitStandsThatAdapts() throws Exception {
        assertThat(gateway.call("/invoices/fair")).isEqualTo(200);
        go("#/tenants/acme");
        browser.awaitText(".limits", "adapts between 100 and 1,000: now 300, as it began");
    }

    @Test
    void saysThatARequestIsNotKept() {
        go("#/requests/never-was-one");
        browser.awaitText(".state", "not kept");
        assertThat(browser.consoleErrors())
                .as("the browser's own line about the 404")
                .singleElement()
                .asString()
                .contains("/logs/never-was-one", "404");
    }

    @Test
    void comesBackAfterARestart() throws Exception {
        go("#/requests");
        gateway.leave();
        browser.one(".connection[data-phase=waiting]");
        browser.awaitText(".connection", "Disconnected");

        gateway.comeBack();
        browser.one(LIVE);
        gateway.call("/orders/after-the-restart");
        browser.await(SHOWN_AT, "/after-the-restart");
        assertThat(browser.consoleErrors()).as("that nobody answered").allMatch(line -> line.contains("net::ERR_"));
    }

    @Test
    void explainsARequestAsAKey() {
        go("#/explain");
        browser.type("#path", "/orders/items");
        browser.type("#as", "acme/storefront/web");
        browser.one("form button[type=submit]").click();
        browser.awaitText(".outcome", "forwarded");
        browser.awaitText(".way", "acme/storefront/web");
        browser.assertAccessible();

        browser.type("#as", "");
        browser.one("form button[type=submit]").click();
        browser.awaitText(".outcome", "refused");
        browser.awaitText(".step-refused", "refused");

        browser.type("#as", "acme/storefront/wep");
        browser.one("form button[type=submit]").click();
        browser.awaitText(".explanation [role=alert]", "no such key of that application");
        assertThat(browser.consoleErrors())
                .as("the browser's own line about the 400")
                .hasSize(1);
    }

    /** Has what the page asks below a path answered with this, as if the gateway had said it. */
    private void answer(String path, String type, String body) {
        browser.script("""
                const [path, type, body] = arguments;
                const before = window.fetch;
                window.fetch = (url, init) => {
                  if (!new URL(url).pathname.endsWith(path)) { return before(url, init) }
                  const lasting = new ReadableStream({ start: to => {
                    to.enqueue(new TextEncoder().encode(body));
                    if (!type.startsWith('text/event-stream')) { to.close() }
                  } });
                  return Promise.resolve(new Response(lasting, { status: 200, headers: { 'Content-Type': type } }));
                };
                """, path, type, body);
    }

    @Test
    void showsAnomaliesAsTheyCome() {
        String anomaly =
                "{\"route\":\"/orders\",\"service\":\"orders\",\"kind\":\"latency\",\"since\":\"2025-01-01T10:00:00.000Z\",\"observed\":120,"
                        + "\"expected\":8,\"deviation\":9.5,\"unit\":\"ms\"}";
        String minute =
                "{\"time\":\"2025-01-01T09:%02d:00.000Z\",\"tally\":{\"requests\":60,\"client_errors\":0,\"server_errors\":3,\"refused\":0,"
                        + "\"limited\":0,\"bytes_in\":0,\"bytes_out\":0}}";
        answer("/analytics/anomalies", "application/json", "{\"learning\":false,\"anomalies\":[" + anomaly + "]}");
        answer(
                "/analytics/routes/%2Forders/history",
                "application/json",
                "{\"route\":\"/orders\",\"from\":\"2025-01-01T09:00:00.000Z\",\"to\":\"2025-01-01T10:00:00.000Z\",\"bucket_seconds\":60,\"buckets\":["
                        + minute.formatted(10) + "," + minute.formatted(40) + "]}");
        answer("/dashboard/api/stream", "text/event-stream", "event: anomaly\ndata: " + anomaly + "\n\n");
        go("#/requests");
        go("#/overview");
        browser.awaitText(".main", "Unusual latency");
        browser.awaitText(".main", "120 ms, usually 8 ms");

        browser.one("[href='#/anomalies']").click();
        browser.awaitText("#page-title", "Anomalies");
        browser.awaitText("tbody", "/orders");
        browser.awaitText("tbody", "lasts");
        browser.await("return document.querySelectorAll('.chart path.line').length === 5");
        browser.await("return document.querySelector('.nav [aria-current]').innerText.includes('Overview')");
        browser.assertAccessible();
    }

    @Test
    void listsWhatNobodyUsesWithThePatchToCopy() {
        go("#/registry");
        browser.one("[href='#/unused']").click();
        browser.awaitText(".state", "Too early to say");

        answer("/unused", "application/json", """
                {"days":90,"watched_since":"2025-01-01T08:00:00Z","watched_days":210,"unused":[
                 {"kind":"key","name":"acme/storefront/old","place":"tenants.yml:14:9","last_used":"2025-03-01T07:00:00Z","present_since":"2025-01-01T08:00:00Z"},
                 {"kind":"route","name":"orders /legacy","place":"services.yml:5:7","present_since":"2025-02-11T15:00:00Z"}],
                 "patch":[{"op":"remove","path":"/tenants/acme/applications/storefront/keys/old"},{"op":"remove","path":"/services/orders/routes/1"}],
                 "problems":[],"changes":{"before":"a","after":"b","loss":true,"totals":{"loss":1},"omitted":2,"judged":10,"changes":[
                 {"effect":"loss","loss":true,"kind":"key","subject":"acme/storefront/old","what":"is gone","line":"acme/storefront/old is gone","keys":[],"key_count":0,"calls":[],"call_count":0}]}}
                """);
        browser.choose("[aria-label='Not used for']", "90");
        browser.awaitText(".note", "1 key, 1 route; watched for 210 days");
        browser.awaitText("tbody", "never");
        browser.awaitText(".changes", "acme/storefront/old is gone");
        browser.awaitText(".patch", "/services/orders/routes/1");
        browser.assertAccessible();

        copyThePatch();
        // Where the page is not trusted with the clipboard.
        browser.script("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
        copyThePatch();
    }

    /** The button says for a moment only that it has copied. */
    private void copyThePatch() {
        browser.script("""
                window.copied = false;
                new MutationObserver((changes, observer) => {
                  if (document.querySelector("[aria-label='Copied']")) { window.copied = true; observer.disconnect() }
                }).observe(document, { subtree: true, attributes: true });
                """);
        browser.one("[aria-label='Copy the patch']").click();
        browser.await("return window.copied");
    }

    @ParameterizedTest
    @CsvSource({"dark, light", "light, dark"})
    void takesTheColoursOfTheSystemUntilSomebodyChooses(String system, String other) {
        browser.prefer(system);
        browser.await("return document.documentElement.dataset.theme === arguments[0]", system);
        while (!browser.one("#theme").getDomAttribute("aria-label").startsWith("Colours: " + other)) {
            browser.one("#theme").click();
        }
        browser.await("return document.documentElement.dataset.theme === arguments[0]", other);
        openThePage();
        browser.await("return document.documentElement.dataset.theme === arguments[0]", other);
        browser.script("localStorage.clear()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overview",
                "anomalies",
                "services",
                "requests",
                "tenants",
                "tenants/acme",
                "registry",
                "unused",
                "explain"
            })
    void isForEverybody(String page) throws Exception {
        gateway.call("/orders/for-everybody");
        go("#/" + page);
        browser.await("return !document.querySelector('.skeleton')");
        browser.assertAccessible();
        browser.prefer("dark");
        browser.size(390, 844);
        browser.await("return document.documentElement.dataset.theme === 'dark'");
        browser.await("return document.documentElement.scrollWidth <= 390 && innerWidth === 390");
        browser.assertAccessible();
    }

    @Test
    void scrollsThroughTenThousandRequests() {
        browser.script("""
                const real = window.fetch;
                window.fetch = (url, init) => {
                  const asked = new URL(url);
                  if (!asked.pathname.endsWith('/dashboard/api/logs')) { return real(url, init) }
                  const first = Number(asked.searchParams.get('cursor') ?? 0);
                  const requests = Array.from({ length: 500 }, (_, i) => ({
                    id: 'made-' + (first + i), time: new Date(1.7e12 - (first + i) * 1000).toISOString(), client: '192.0.2.1', method: 'GET',
                    path: '/made/' + (first + i), protocol: 'HTTP/1.1', status: 200, duration_ms: 1, bytes_in: 0, bytes_out: 0, attempts: 1 }));
                  const page = { requests, traffic_log: { kept: 10000, kept_bytes: 1, dropped: 0 }, next: first + 500 < 10000 ? String(first + 500) : undefined };
                  return Promise.resolve(new Response(JSON.stringify(page), { status: 200 }));
                };
                """);
        go("#/requests");
        // The end of what is there is gone to until there is no more.
        browser.await("""
                const grid = document.querySelector('[role=grid]');
                grid.scrollTop = grid.scrollHeight;
                return grid.getAttribute('aria-rowcount') === '10001';
                """);
        Object frames = browser.script("""
                return new Promise(done => {
                  const grid = document.querySelector('[role=grid]');
                  const frames = [];
                  let at = 0;
                  const look = () => {
                    const rows = [...document.querySelectorAll('.request-rows [role=row]')].map(row => row.getBoundingClientRect());
                    const box = grid.getBoundingClientRect();
                    frames.push({ rows: rows.length, filled: rows.some(row => row.top <= box.top + 36) && rows.some(row => row.bottom >= box.bottom - 2) });
                    if (++at > 60) { done(frames.filter(frame => frame.rows > 80 || !frame.filled)) } else {
                      grid.scrollTop = at * 5900;
                      requestAnimationFrame(() => requestAnimationFrame(look));
                    }
                  };
                  grid.scrollTop = 0;
                  requestAnimationFrame(() => requestAnimationFrame(look));
                });
                """);
        assertThat((List<?>) frames)
                .as("frames with too many rows, or with a gap")
                .isEmpty();
    }
}
