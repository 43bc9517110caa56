package io.gatehouse.app.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import io.gatehouse.domain.document.Secret;

/** Tells connection strings that the driver takes, without repeating them: the driver's own words may hold a password. */
public final class UsableUri {

    /** What is expected of a connection string, for messages. */
    public static final String EXPECTED = "mongodb://HOST:PORT";

    private UsableUri() {}

    /** Whether the driver takes this one; nobody is called. */
    public static boolean is(Secret uri) {
        try {
            new ConnectionString(uri.reveal());
            return true;
        } catch (IllegalArgumentException | MongoException unusable) {
            return false;
        }
    }
}
