package io.gatehouse.domain.geo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoRuleTest {

    /** Allowed countries and continents, denied countries and continents, the country and continent of the caller. */
    @ParameterizedTest(name = "+{0} +{1} -{2} -{3}: {4} {5} {6}")
    @CsvSource({
        "'',    '',    '',    '',    LB, AS, true",
        "LB,    '',    '',    '',    LB, AS, true",
        "LB,    '',    '',    '',    FR, EU, false",
        "'',    AS,    '',    '',    LB, AS, true",
        "'',    AS,    '',    '',    FR, EU, false",
        "LB,    EU,    '',    '',    FR, EU, true",
        "LB,    EU,    '',    '',    US, NA, false",
        "'',    '',    LB,    '',    LB, AS, false",
        "'',    '',    LB,    '',    FR, EU, true",
        "'',    '',    '',    AS,    LB, AS, false",
        "LB,    '',    LB,    '',    LB, AS, false",
        "LB,    '',    '',    AS,    LB, AS, false",
        "'',    EU,    FR,    '',    FR, EU, false",
        "'',    EU,    FR,    '',    DE, EU, true",
        "LB FR, '',    '',    '',    FR, EU, true",
        "LB,    '',    '',    '',    '', AS, false",
        "'',    AS,    '',    '',    '', AS, true",
        "'',    '',    '',    AS,    '', AS, false",
        "LB,    '',    '',    '',    LB, '', true"
    })
    void deniesFirstAndThenAdmitsWhatIsAllowed(
            String countries,
            String continents,
            String deniedCountries,
            String deniedContinents,
            String country,
            String continent,
            boolean admitted) {
        var rule = new GeoRule(
                set(countries), set(deniedCountries), set(continents), set(deniedContinents), false, Origin.of("test"));
        assertThat(rule.admits(new GeoLocation(orNull(country), orNull(continent))))
                .isEqualTo(admitted);
    }

    @Test
    void asksTheRuleOnlyWhetherUnknownPlacesPass() {
        for (boolean admits : new boolean[] {true, false}) {
            var rule = new GeoRule(Set.of("LB"), Set.of(), Set.of(), Set.of("AS"), admits, Origin.of("test"));
            assertThat(rule.admits(GeoLocation.UNKNOWN)).isEqualTo(admits);
        }
    }

    private static Set<String> set(String codes) {
        return Arrays.stream(codes.split(" ", -1))
                .filter(code -> !code.isEmpty())
                .collect(Collectors.toSet());
    }

    private static @Nullable String orNull(String code) {
        return code.isEmpty() ? null : code;
    }
}
