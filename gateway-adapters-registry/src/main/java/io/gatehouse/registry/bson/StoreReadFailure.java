package io.gatehouse.registry.bson;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;

/** Puts into a few words why a database cannot be read or written: the driver's own message may be pages long. */
public final class StoreReadFailure {

    private static final int UNAUTHORIZED = 13;

    private StoreReadFailure() {}

    /** The reason, without anything of the connection string. */
    public static String reason(RuntimeException failure) {
        if (failure instanceof MongoSecurityException) {
            return "authentication failed";
        }
        if (failure instanceof MongoException refused && refused.getCode() == UNAUTHORIZED) {
            return "not authorized";
        }
        if (failure instanceof MongoTimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof MongoSocketException) {
            return "connection lost";
        }
        return failure.getClass().getSimpleName().replaceAll("Exception$", "").replaceAll("^Mongo", "");
    }
}
