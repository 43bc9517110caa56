package io.gatehouse.domain.device;

import org.jspecify.annotations.Nullable;

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

    /**
     * What one part of a version must be: anything, one text, or a number within bounds.
     *
     * @param exact the text it must equal, whatever the case; null if it may differ
     * @param min the least number, compared as a number; null for no bound
     * @param max the greatest number, compared as a number; null for no bound
     */
    public record PartPattern(
            @Nullable String exact,
            @Nullable Long min,
            @Nullable Long max) {

        /** Anything, even nothing. */
        public static final PartPattern ANY = new PartPattern(null, null, null);

        /** Whether a part fits; a part that is no number is within no bounds. */
        public boolean fits(String part) {
            if (exact != null && !exact.equalsIgnoreCase(part)) {
                return false;
            }
            if (min == null && max == null) {
                return true;
            }
            if (part.isEmpty() || part.length() > 18 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
            long number = Long.parseLong(part);
            return (min == null || number >= min) && (max == null || number <= max);
        }
    }

    /**
     * What a version must be, part by part.
     *
     * @param major the first part
     * @param minor the second part
     * @param patch the third part
     */
    public record ReleasePattern(PartPattern major, PartPattern minor, PartPattern patch) {

        /** Any version. */
        public static final ReleasePattern ANY = new ReleasePattern(PartPattern.ANY, PartPattern.ANY, PartPattern.ANY);

        boolean fits(Device.Release release) {
            return major.fits(release.major()) && minor.fits(release.minor()) && patch.fits(release.patch());
        }
    }
}
