package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.ThrottlingStore;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Secret;
import io.gatehouse.mongodb.MongoUris;

/** The rule that connection strings can be used; nobody is called. That of the registry is looked at where it is read. */
final class UsableUris {

    private UsableUris() {}

    /**
     * Tells each that the driver does not take.
     *
     * @param file what the configuration is called
     */
    static void check(GatewayConfiguration configuration, String file, Problems problems) {
        var counters = configuration.throttling().mongo();
        if (counters != null && configuration.throttling().store() == ThrottlingStore.MONGO) {
            check(counters.uri(), "throttling.mongo.uri", file, problems);
        }
        var tokens = configuration.tokenStore();
        if (tokens != null) {
            check(tokens.mongo().uri(), "token-store.mongo.uri", file, problems);
        }
    }

    /** Tells this one if the driver does not take it; whether it does. */
    static boolean check(Secret uri, String path, String file, Problems problems) {
        String flaw = MongoUris.flaw(uri);
        if (flaw != null) {
            problems.add(Origin.of(file), path, flaw, MongoUris.EXPECTED);
        }
        return flaw == null;
    }
}
