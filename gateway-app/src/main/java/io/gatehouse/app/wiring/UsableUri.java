package io.gatehouse.app.wiring;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.domain.document.Secret;

/** Demands connection strings that the driver takes, before anything is made of them. */
final class UsableUri {

    private UsableUri() {}

    /** Throws a {@link StartFailure} in words of our own: the driver's may repeat the string, and with it a password. */
    static void demand(String key, Secret uri) {
        try {
            new ConnectionString(uri.reveal());
        } catch (IllegalArgumentException | MongoException unusable) {
            throw new StartFailure(key + " is no connection string that can be used (expected mongodb://HOST:PORT)");
        }
    }
}
