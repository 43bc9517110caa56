package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;

/** The rule that countries and continents can only be told apart with a database, which the process configuration names. */
public final class GeoDatabaseRule {

    private GeoDatabaseRule() {}

    /**
     * Tells every key that is bound to countries or continents, if there is no database.
     *
     * @param available whether {@code geo.database} is configured
     */
    public static void check(RegistryDocuments documents, boolean available, Problems problems) {
        if (available) {
            return;
        }
        for (KeyLocation place : KeyLocation.all(documents)) {
            CountryRulesDocument countries = place.key().countries();
            ContinentRulesDocument continents = place.key().continents();
            if (countries != null) {
                tell(countries.origin(), place.path() + ".countries", problems);
            }
            if (continents != null) {
                tell(continents.origin(), place.path() + ".continents", problems);
            }
        }
    }

    private static void tell(Origin origin, String path, Problems problems) {
        problems.add(
                origin, path, "a rule about places", "geo.database in the gateway's configuration, or no such rule");
    }
}
