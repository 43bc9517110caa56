package io.gatehouse.domain.geo;

import org.jspecify.annotations.Nullable;

/**
 * Where an address is, as far as the database knows.
 *
 * @param country the ISO 3166-1 code of two capitals, such as {@code LB}; null if unknown
 * @param continent the code of two capitals, such as {@code AS}; null if unknown
 */
public record Place(@Nullable String country, @Nullable String continent) {

    /** Nothing is known of the address. */
    public static final Place UNKNOWN = new Place(null, null);
}
