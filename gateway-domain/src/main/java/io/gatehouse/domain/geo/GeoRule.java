package io.gatehouse.domain.geo;

import io.gatehouse.configuration.Origin;
import java.util.Set;

/**
 * Where callers of a key may be: what is denied is refused first, then, if anything is allowed, all else is refused.
 *
 * @param allowedCountries ISO 3166-1 codes in capitals
 * @param deniedCountries the same
 * @param allowedContinents continent codes in capitals
 * @param deniedContinents the same
 * @param admitsUnknown whether an address that the database does not know is let through
 * @param origin the place in the configuration that declares the rule
 */
public record GeoRule(
        Set<String> allowedCountries,
        Set<String> deniedCountries,
        Set<String> allowedContinents,
        Set<String> deniedContinents,
        boolean admitsUnknown,
        Origin origin) {

    public GeoRule {
        allowedCountries = Set.copyOf(allowedCountries);
        deniedCountries = Set.copyOf(deniedCountries);
        allowedContinents = Set.copyOf(allowedContinents);
        deniedContinents = Set.copyOf(deniedContinents);
    }

    /** Whether a caller from there may pass. */
    public boolean admits(GeoLocation place) {
        if (place.country() == null && place.continent() == null) {
            return admitsUnknown;
        }
        if (isOneOf(place, deniedCountries, deniedContinents)) {
            return false;
        }
        boolean anybody = allowedCountries.isEmpty() && allowedContinents.isEmpty();
        return anybody || isOneOf(place, allowedCountries, allowedContinents);
    }

    private static boolean isOneOf(GeoLocation place, Set<String> countries, Set<String> continents) {
        return (place.country() != null && countries.contains(place.country()))
                || (place.continent() != null && continents.contains(place.continent()));
    }
}
