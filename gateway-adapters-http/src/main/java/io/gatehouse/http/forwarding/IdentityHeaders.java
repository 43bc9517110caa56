package io.gatehouse.http.forwarding;

import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Application;
import io.gatehouse.http.codec.HeadBuffer;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/**
 * Tells an upstream who calls, in headers that only the gateway can write: what a client sends by these names is dropped.
 *
 * <p>Characters other than visible ASCII, and those that mean something here, are percent-encoded as UTF-8, so that a
 * user's name can neither end a header nor look like two groups.
 */
final class IdentityHeaders {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private IdentityHeaders() {}

    static void write(HeadBuffer head, Caller caller) {
        ApiKey key = caller.key();
        if (key != null) {
            Application application = key.application();
            line(head, "X-Gateway-Tenant: ", application.tenant().name());
            line(head, "X-Gateway-Application: ", application.name());
            line(head, "X-Gateway-Package: ", application.packageReference());
            line(head, "X-Gateway-Key-Id: ", key.id());
        }
        GeoLocation place = caller.place();
        if (place != null && place.country() != null) {
            line(head, "X-Gateway-Country: ", place.country());
        }
        User user = caller.user();
        if (user != null) {
            line(head, "X-Gateway-User: ", user.id());
            groups(head, user);
        }
    }

    private static void groups(HeadBuffer head, User user) {
        head.add("X-Gateway-Groups: ");
        boolean first = true;
        for (String group : new TreeSet<>(user.groups())) {
            if (!first) {
                head.add(',');
            }
            safe(head, group);
            first = false;
        }
        head.endLine();
    }

    private static void line(HeadBuffer head, String name, String value) {
        head.add(name);
        safe(head, value);
        head.endLine();
    }

    private static void safe(HeadBuffer head, String value) {
        if (isSafe(value)) {
            head.add(value);
            return;
        }
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (isSafe(b)) {
                head.add((char) b);
            } else {
                head.add('%').add(HEX[(b >> 4) & 15]).add(HEX[b & 15]);
            }
        }
    }

    private static boolean isSafe(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isSafe(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSafe(int c) {
        return c > 0x20 && c < 0x7f && c != ',' && c != '%';
    }
}
