package io.gatehouse.security.device;

import io.gatehouse.domain.device.Device;
import org.jspecify.annotations.Nullable;
import ua_parser.OS;
import ua_parser.UserAgent;

/** Turns what the library finds into the domain's device: what it does not tell is empty, and so is its "Other". */
final class ParsedDevice {

    private static final String NOTHING = "Other";

    private ParsedDevice() {}

    static Device of(UserAgent agent, OS os) {
        return new Device(
                family(agent.family),
                new Device.Release(part(agent.major), part(agent.minor), part(agent.patch)),
                family(os.family),
                new Device.Release(part(os.major), part(os.minor), part(os.patch)));
    }

    private static String family(@Nullable String text) {
        return text == null || text.equals(NOTHING) ? "" : text;
    }

    private static String part(@Nullable String text) {
        return text == null ? "" : text;
    }
}
