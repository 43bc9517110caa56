package io.gatehouse.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.address.ConnectFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a connection string, without repeating it: the driver's own words may hold a password. */
public final class MongoUris {

    /** What is expected of a connection string, for messages. */
    public static final String EXPECTED = "mongodb://HOST:PORT";

    /** The one host of a string whose options stand in the DNS, between the credentials and the path. */
    private static final Pattern SRV_HOST =
            Pattern.compile("^mongodb\\+srv://(?:[^/?@]*@)?([A-Za-z0-9.-]+)(?:[/?].*)?$");

    private MongoUris() {}

    /** Why the driver takes it not, in a few words; null if it does. No server is called, but names may be looked up. */
    public static @Nullable String flaw(Secret uri) {
        try {
            read(uri);
            return null;
        } catch (IllegalArgumentException unusable) {
            return "no connection string that can be used";
        } catch (MongoException unknown) {
            Matcher host = SRV_HOST.matcher(uri.reveal());
            return "cannot look up " + (host.matches() ? host.group(1) : "its servers") + ": "
                    + ConnectFailure.reason(unknown);
        }
    }

    /** Refuses the {@code uri} of settings if the driver does not take it; nobody is called. */
    public static void check(Secret uri, ConfigPath settings) {
        String flaw = flaw(uri);
        if (flaw != null) {
            settings.key("uri", settings.origin()).refuse(settings.origin(), flaw, EXPECTED);
        }
    }

    /** What the driver makes of it; throws what the driver throws. */
    static ConnectionString read(Secret uri) {
        return new ConnectionString(uri.reveal(), BriefDns.OF_THE_SYSTEM);
    }
}
