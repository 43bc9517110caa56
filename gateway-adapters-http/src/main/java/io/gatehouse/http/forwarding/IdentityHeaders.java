package io.gatehouse.http.forwarding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.gatehouse.domain.device.Device;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Application;
import io.gatehouse.domain.tenancy.Tenant;
import io.gatehouse.http.codec.HeadBuffer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes for an upstream who calls, in headers that only the gateway can write: what a client sends by these names is dropped.
 *
 * <p>Characters other than visible ASCII, and those that mean something here, are percent-encoded as UTF-8, so that a
 * user's name can neither end a header nor look like two groups.
 */
final class IdentityHeaders {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private IdentityHeaders() {}

    static void write(HeadBuffer head, Caller caller) {
        ApiKey key = caller.key();
        if (key != null) {
            head.add(lines(key.application()));
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

    /** The lines that all calls of an application have alike: written by the first call, and kept at the application. */
    private static byte[] lines(Application application) {
        if (application.headerLines().get() instanceof byte[] kept) {
            return kept;
        }
        var head = new HeadBuffer();
        line(head, "X-Gateway-Tenant: ", application.tenant().name());
        line(head, "X-Gateway-Application: ", application.name());
        line(head, "X-Gateway-Package: ", application.packageReference());
        byte[] lines = head.toBytes();
        application.headerLines().set(lines);
        return lines;
    }

    private static void groups(HeadBuffer head, User user) {
        head.add("X-Gateway-Groups: ");
        boolean first = true;
        for (String group : user.groups()) {
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

    /** Adds a text, what is no visible ASCII of it percent-encoded. */
    static void safe(HeadBuffer head, String value) {
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

    /**
     * Writes who calls for an upstream that was made for the SOAJS controller: the header {@code soajsinjectobj}, JSON with
     * tenant, key, application, package, device, geo and urac. The key is named by its id; its text never leaves the gateway.
     */
    static void writeSoajs(HeadBuffer head, Caller caller) {
        head.add("soajsinjectobj: ").add(json(caller)).endLine();
    }

    private static String json(Caller caller) {
        var text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            if (caller.key() != null) {
                keyOf(json, caller.key());
            }
            device(json, caller.device());
            geo(json, caller.place());
            user(json, caller.user());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory cannot fail", e);
        }
        return text.toString();
    }

    private static void keyOf(JsonGenerator json, ApiKey key) throws IOException {
        Tenant tenant = key.application().tenant();
        json.writeObjectFieldStart("tenant");
        json.writeStringField("id", tenant.id());
        json.writeStringField("name", tenant.title());
        json.writeStringField("code", tenant.name());
        json.writeEndObject();
        json.writeObjectFieldStart("key");
        json.writeStringField("iKey", key.id());
        json.writeEndObject();
        json.writeObjectFieldStart("application");
        json.writeStringField("product", key.application().product());
        json.writeStringField("package", key.application().packageName());
        json.writeStringField("appId", key.application().name());
        json.writeEndObject();
        json.writeObjectFieldStart("package");
        json.writeStringField("code", key.application().packageReference());
        json.writeEndObject();
    }

    private static void device(JsonGenerator json, @Nullable Device device) throws IOException {
        json.writeObjectFieldStart("device");
        if (device != null) {
            json.writeStringField("family", device.family());
            json.writeStringField("major", device.version().major());
            json.writeStringField("minor", device.version().minor());
            json.writeStringField("os", device.os());
        }
        json.writeEndObject();
    }

    private static void geo(JsonGenerator json, @Nullable GeoLocation place) throws IOException {
        json.writeObjectFieldStart("geo");
        if (place != null && place.country() != null) {
            json.writeStringField("country", place.country());
        }
        json.writeEndObject();
    }

    private static void user(JsonGenerator json, @Nullable User user) throws IOException {
        if (user != null) {
            json.writeObjectFieldStart("urac");
            json.writeStringField("_id", user.id());
            json.writeStringField("username", user.id());
            json.writeArrayFieldStart("groups");
            for (String group : user.groups()) {
                json.writeString(group);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
