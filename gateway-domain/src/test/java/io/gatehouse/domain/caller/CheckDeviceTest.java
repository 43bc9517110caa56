package io.gatehouse.domain.caller;

import static io.gatehouse.domain.service.TestServices.service;
import static io.gatehouse.domain.tenancy.TestKeys.bound;
import static io.gatehouse.domain.tenancy.TestKeys.key;
import static io.gatehouse.domain.tenancy.TestKeys.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.device.Device;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.device.DevicePattern;
import io.gatehouse.domain.device.DevicePattern.ReleasePattern;
import io.gatehouse.domain.device.DeviceRule;
import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.tenancy.TestKeys;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where user agents are read: known ones at once, new ones as work of the processor. */
class CheckDeviceTest {

    private static final DeviceRule FIREFOX_ONLY = new DeviceRule(
            List.of(new DevicePattern("Firefox", ReleasePattern.ANY, "*", ReleasePattern.ANY)),
            List.of(),
            false,
            TestKeys.ORIGIN);

    private final List<String> asked = new ArrayList<>();
    private final Scenario gateway = Scenario.of(service("orders", "1"))
            .keys(bound(key("phone", open("orders", "1")), null, null, FIREFOX_ONLY), key("any", open("orders", "1")))
            .devices(new Forgetful());

    @Test
    void readsNewUserAgentsAsWorkOfTheProcessor() {
        assertThat(rejection("phone", "Firefox")).isNull();
        assertThat(asked).containsExactly("at once: Firefox", "later: Firefox");
        assertThat(rejection("phone", "Chrome")).isEqualTo(Rejection.DEVICE_NOT_ALLOWED);
        assertThat(asked).hasSize(4).last().isEqualTo("later: Chrome");
    }

    @Test
    void doesNotLeaveTheThreadForUserAgentsThatAreKnown() {
        rejection("phone", "Firefox");
        rejection("phone", "Chrome");
        asked.clear();
        assertThat(rejection("phone", "Firefox")).isNull();
        assertThat(rejection("phone", "Chrome")).isEqualTo(Rejection.DEVICE_NOT_ALLOWED);
        assertThat(asked).containsExactly("at once: Firefox", "at once: Chrome");
    }

    @Test
    void asksNobodyWithoutARuleOrAUserAgent() {
        assertThat(rejection("any", "Chrome")).isNull();
        assertThat(rejection("phone", " ")).isEqualTo(Rejection.DEVICE_NOT_ALLOWED);
        assertThat(rejection("phone", null)).isEqualTo(Rejection.DEVICE_NOT_ALLOWED);
        assertThat(asked).isEmpty();
    }

    private @Nullable Rejection rejection(String key, @Nullable String userAgent) {
        HeaderLines headers = userAgent == null
                ? HeaderLines.of("key", key)
                : new HeaderLines(Map.of("key", List.of(key), "User-Agent", List.of(userAgent)));
        return gateway.rejection(TestRequest.get("/orders/v1/x").from(InetAddress.getLoopbackAddress(), headers));
    }

    /** Takes a user agent for the family's name, and long for the first time. */
    private final class Forgetful implements DeviceParser {

        private final Set<String> known = new HashSet<>();

        @Override
        public @Nullable Device parseAtOnce(String userAgent) {
            asked.add("at once: " + userAgent);
            return known.contains(userAgent) ? device(userAgent) : null;
        }

        @Override
        public Device parse(String userAgent) {
            asked.add("later: " + userAgent);
            known.add(userAgent);
            return device(userAgent);
        }

        private static Device device(String userAgent) {
            return new Device(userAgent, Device.Release.NONE, "", Device.Release.NONE);
        }
    }
}
