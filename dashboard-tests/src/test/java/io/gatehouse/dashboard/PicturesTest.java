package io.gatehouse.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The pictures of {@code docs/dashboard.md}. They are taken each time and looked at for their size; with {@code -Dscreenshots}
 * they are written, after minutes of calls, so that there is something to be seen.
 */
@Tag("slow")
class PicturesTest {

    private static final Path FOLDER = Path.of("..", "docs", "screenshots");
    private static final boolean WRITTEN = System.getProperty("screenshots") != null;
    private static final long CALLS_NANOS = WRITTEN ? TimeUnit.SECONDS.toNanos(330) : 0;
    private static final String LIVE = ".connection[data-phase=live]";

    private Browser browser;

    @Test
    void showTheGateway() throws Exception {
        try (Browser chromium = Browser.start();
                ShownGateway gateway = ShownGateway.open()) {
            browser = chromium;
            callFor(gateway, CALLS_NANOS);
            browser.prefer("light");
            browser.size(1440, 900);
            browser.open(gateway.page());
            browser.one(LIVE);
            String id = gateway.idOfCall("/orders/v2/items/42");
            picture("overview-light", "#/overview", "light", 1440, 1180);
            picture("requests-dark", "#/requests", "dark", 1440, 760);
            browser.await("return document.querySelector('.request-rows').innerText.includes('/items/42')");
            picture("request-light", "#/requests/" + id, "light", 1440, 1180);
            picture("tenants-light", "#/tenants", "light", 1440, 760);
            picture("overview-narrow", "#/overview", "light", 390, 844);
            picture("requests-narrow", "#/requests", "dark", 390, 844);
        }
    }

    /** Calls of every kind, some more at one time than at another. */
    private static void callFor(ShownGateway gateway, long nanos) throws Exception {
        long begun = System.nanoTime();
        int calls = 0;
        do {
            gateway.call("/orders/items/" + calls);
            if (calls % 5 == 0) {
                gateway.callWithoutKey("/orders/items/" + calls);
            }
            if (calls % 11 == 0) {
                gateway.call("/orders/v2/items/" + calls);
            }
            if (calls % 31 == 0) {
                gateway.callWithoutKey("/reports/daily");
                gateway.call("/orders/offers");
                gateway.call("/invoices/fair");
                gateway.callWithoutKey("/invoices/monthly");
            }
            calls++;
            double wave = 1 + Math.sin((System.nanoTime() - begun) / 2e10);
            LockSupport.parkNanos((long) (4e6 + 8e6 * wave));
        } while (System.nanoTime() - begun < nanos);
    }

    private void picture(String name, String place, String scheme, int width, int height) throws Exception {
        browser.size(width, height);
        browser.prefer(scheme);
        browser.go(place);
        browser.one(LIVE);
        browser.await(
                "return document.documentElement.dataset.theme === arguments[0] && innerWidth === arguments[1]"
                        + " && !document.querySelector('.skeleton') && document.fonts.status === 'loaded'",
                scheme,
                width);
        byte[] picture = browser.picture();
        var image = ImageIO.read(new ByteArrayInputStream(picture));
        assertThat(image.getWidth()).as(name).isEqualTo(width);
        assertThat(image.getHeight()).as(name).isEqualTo(height);
        if (WRITTEN) {
            Files.createDirectories(FOLDER);
            Files.write(FOLDER.resolve(name + ".png"), picture);
        }
    }
}
