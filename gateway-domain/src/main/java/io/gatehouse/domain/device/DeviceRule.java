package io.gatehouse.domain.device;

import io.gatehouse.configuration.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which devices a key may be used from: what is denied is refused first, then, if anything is allowed, all else is.
 *
 * @param allow the devices that may; empty for all
 * @param deny the devices that may not
 * @param admitsAbsent whether a request without a user agent is let through
 * @param origin the place in the configuration that declares the rule
 */
public record DeviceRule(List<DevicePattern> allow, List<DevicePattern> deny, boolean admitsAbsent, Origin origin) {

    public DeviceRule {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** Whether a device may pass; null for a request that does not say what it is. */
    public boolean admits(@Nullable Device device) {
        if (device == null) {
            return admitsAbsent;
        }
        return !fitsAny(deny, device) && (allow.isEmpty() || fitsAny(allow, device));
    }

    private static boolean fitsAny(List<DevicePattern> patterns, Device device) {
        for (DevicePattern pattern : patterns) {
            if (pattern.fits(device)) {
                return true;
            }
        }
        return false;
    }
}
