package io.gatehouse.domain.geo;

import org.jspecify.annotations.Nullable;

/**
 * Where an address is, as far as the database knows.
 *
 * @param country the ISO 3166-1 code of two capitals, such as {@code LB}; null if unknown
 * @param continent the code of two capitals, such as {@code AS}; null if unknown
 */
public record GeoLocation(
        @Nullable String country, @Nullable String continent) {

    /** Nothing is known of the address. */
    public static final GeoLocation UNKNOWN = new GeoLocation(null, null);
}
