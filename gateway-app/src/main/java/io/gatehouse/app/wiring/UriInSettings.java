package io.gatehouse.app.wiring;

import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.mongo.UsableUri;
import io.gatehouse.domain.document.Secret;

/** Demands connection strings that can be used, before anything is made of them. */
final class UriInSettings {

    private UriInSettings() {}

    /** Throws a {@link StartFailure} that names the setting. */
    static void demand(String key, Secret uri) {
        String flaw = UsableUri.flaw(uri);
        if (flaw != null) {
            throw new StartFailure(key + ": " + flaw + " (expected " + UsableUri.EXPECTED + ")");
        }
    }
}
