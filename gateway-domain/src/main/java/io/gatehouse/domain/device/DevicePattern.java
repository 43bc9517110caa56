package io.gatehouse.domain.device;

/**
 * Describes some user agents.
 *
 * @param family the family's name whatever the case; {@code *} for any
 * @param version what the version must be
 * @param os the operating system's name whatever the case; {@code *} for any
 * @param osVersion what the operating system's version must be
 */
public record DevicePattern(String family, ReleasePattern version, String os, ReleasePattern osVersion) {

    /** Whether a device is one of them. */
    public boolean fits(Device device) {
        return named(family, device.family())
                && version.fits(device.version())
                && named(os, device.os())
                && osVersion.fits(device.osVersion());
    }

    private static boolean named(String pattern, String name) {
        return pattern.equals("*") || pattern.equalsIgnoreCase(name);
    }
}
