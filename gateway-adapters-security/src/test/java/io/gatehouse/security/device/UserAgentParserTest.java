package io.gatehouse.security.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.device.Device;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ua_parser.Parser;

class UserAgentParserTest {

    private static final Parser PATTERNS = new Parser();

    private final AtomicInteger loads = new AtomicInteger();
    private final UserAgentParser parser = new UserAgentParser(1 << 20, () -> {
        loads.incrementAndGet();
        return PATTERNS;
    });

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.71"
                        + " Safari/537.36 | Chrome 120.0.6099 on Windows 10..",
                "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/117.0 | Firefox 117.0. on Linux ..",
                "Mozilla/5.0 (Windows NT 5.1; rv:52.0) Gecko/20100101 Firefox/52.0 | Firefox 52.0. on Windows XP..",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                        + " Version/17.1 Mobile/15E148 Safari/604.1 | Mobile Safari 17.1. on iOS 17.1.",
                "curl/8.4.0 | curl 8.4.0 on  ..",
                "nothing that is known | .. on  .."
            })
    void readsUserAgents(String userAgent, String expected) {
        assertThat(text(parser.parse(userAgent))).isEqualTo(expected.trim());
    }

    @Test
    void loadsNothingBeforeItIsNeededAndThenOnce() {
        assertThat(loads).hasValue(0);
        parser.load();
        parser.load();
        parser.parse("curl/8.4.0");
        parser.parse("curl/8.5.0");
        assertThat(loads).hasValue(1);
        var another = new UserAgentParser(1 << 20, () -> {
            loads.incrementAndGet();
            return PATTERNS;
        });
        another.parse("curl/8.4.0");
        assertThat(loads).hasValue(2);
    }

    @Test
    void saysAtOnceOnlyWhatItHasRead() {
        assertThat(parser.parseAtOnce("curl/8.4.0")).isNull();
        assertThat(loads).as("nothing is loaded for that").hasValue(0);
        assertThat(parser.isLoaded()).isFalse();
        Device read = parser.parse("curl/8.4.0");
        assertThat(parser.parseAtOnce("curl/8.4.0")).isSameAs(read);
        assertThat(parser.parseAtOnce("curl/8.5.0")).isNull();
        assertThat(parser.isLoaded()).isTrue();
    }

    @Test
    void remembersWhatItHasRead() {
        assertThat(parser.parse("curl/8.4.0")).isSameAs(parser.parse("curl/8.4.0"));
    }

    @Test
    void looksAtTheBeginningOnly() {
        String beginning = "curl/8.4.0 " + "x".repeat(UserAgentParser.LONGEST - 11);
        assertThat(parser.parse(beginning + " and more"))
                .as("remembered as one, whatever follows")
                .isSameAs(parser.parse(beginning + " and other"));
        assertThat(parser.parse(" ".repeat(UserAgentParser.LONGEST) + "curl/8.4.0")
                        .family())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a", "1", "1.", "'; '", "Opera", "a-", "crawl", "' '", "Windows", "Bot", "(", "'\u0000'", "'\uD800'"})
    void readsHostileTextsInBoundedTime(String piece) {
        parser.load();
        String text = piece.repeat(100_000);
        long begun = System.nanoTime();
        assertThat(parser.parse(text)).isNotNull();
        // A busy machine takes far longer than the documented eight milliseconds; patterns that run away take for ever.
        assertThat(System.nanoTime() - begun).isLessThan(30_000_000_000L);
    }

    @Test
    void survivesPatternsThatCannotBeLoaded() {
        var broken = new UserAgentParser(1 << 20, () -> {
            throw new IllegalStateException("no patterns");
        });
        assertThat(text(broken.parse("curl/8.4.0"))).isEqualTo(".. on  ..");
    }

    private static String text(Device device) {
        String name = device.family().isEmpty() ? "" : device.family() + " ";
        return name + text(device.version()) + " on " + device.os() + " " + text(device.osVersion());
    }

    private static String text(Device.Release release) {
        return release.major() + "." + release.minor() + "." + release.patch();
    }
}
