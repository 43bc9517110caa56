package io.gatehouse.security.geo;

import com.maxmind.db.MaxMindDbParameter;
import io.gatehouse.domain.geo.Place;
import org.jspecify.annotations.Nullable;

/** What is read of a database's records, of all that Country, City and Enterprise databases hold. */
final class CountryRecord {

    private CountryRecord() {}

    /**
     * A record. It is public because the library calls its constructor from another package.
     *
     * @param country where the address is
     * @param continent the same
     */
    public record Entry(@Nullable Country country, @Nullable Continent continent) {

        Place place() {
            String countryCode = country == null ? null : code(country.isoCode());
            String continentCode = continent == null ? null : code(continent.code());
            return countryCode == null && continentCode == null ? Place.UNKNOWN : new Place(countryCode, continentCode);
        }

        private static @Nullable String code(@Nullable String text) {
            return text != null && text.length() == 2 ? text : null;
        }
    }

    /** A country, by the only one of its members that is wanted. */
    public record Country(
            @Nullable @MaxMindDbParameter(name = "iso_code") String isoCode) {}

    /** A continent, likewise. */
    public record Continent(@Nullable String code) {}
}
