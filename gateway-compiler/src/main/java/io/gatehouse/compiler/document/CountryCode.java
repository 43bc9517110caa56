package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.util.Locale;
import java.util.Set;

/** A country by its two letters, ISO 3166-1 alpha-2. */
@ScalarType(name = "country", expected = "an ISO country code such as DE", pattern = "[A-Z]{2}")
public record CountryCode(String text) {

    private static final Set<String> KNOWN = Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));

    public static CountryCode parse(String text) {
        if (!KNOWN.contains(text) && !text.equals("XK")) {
            throw new MalformedValue(
                    "an ISO country code such as DE" + (text.equals("UK") ? "; did you mean GB?" : ""));
        }
        return new CountryCode(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
