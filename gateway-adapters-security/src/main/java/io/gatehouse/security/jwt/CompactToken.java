package io.gatehouse.security.jwt;

import io.gatehouse.security.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token in its three parts; nothing of it is believed yet.
 *
 * @param header the members of the header
 * @param signed the text that the signature is of: header and payload as they were sent
 * @param payload the payload in base64url
 * @param signature the signature in base64url
 */
record CompactToken(Map<String, Object> header, String signed, String payload, String signature) {

    /** The parts; null if there are not three, or one is not base64url, or the header is no JSON object. */
    static @Nullable CompactToken read(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            return null;
        }
        String header = token.substring(0, first);
        String payload = token.substring(first + 1, second);
        String signature = token.substring(second + 1);
        if (!Base64Url.isCanonical(header) || !Base64Url.isCanonical(payload) || !Base64Url.isCanonical(signature)) {
            return null;
        }
        Map<String, Object> members = JsonReader.object(Base64Url.bytes(header));
        return members == null ? null : new CompactToken(members, token.substring(0, second), payload, signature);
    }

    byte[] signedBytes() {
        return signed.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] payloadBytes() {
        return Base64Url.bytes(payload);
    }
}
