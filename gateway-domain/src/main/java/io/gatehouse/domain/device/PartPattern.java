package io.gatehouse.domain.device;

import org.jspecify.annotations.Nullable;

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
