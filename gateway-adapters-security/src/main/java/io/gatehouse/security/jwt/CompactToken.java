package io.gatehouse.security.jwt;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict.Bad;
import io.gatehouse.security.fetch.JsonReader;
import io.gatehouse.security.verdict.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token in its three parts (RFC 7515); nothing of it is believed yet. Its header decides nothing but which of the configured
 * keys is tried: keys and addresses of keys in it ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are not looked at.
 *
 * @param header the members of the header
 * @param signed the text that the signature is of: header and payload as they were sent
 * @param payload the payload in base64url
 * @param signature the signature in base64url
 */
record CompactToken(Map<String, Object> header, String signed, String payload, String signature) {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String TYPE_PREFIX = "application/";
    private static final Set<String> TYPES = Set.of(TYPE_PREFIX + "jwt", TYPE_PREFIX + "at+jwt");
    private static final int LONGEST_KEY_ID = 256;

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
        if (!isCanonical(header) || !isCanonical(payload) || !isCanonical(signature)) {
            return null;
        }
        Map<String, Object> members = JsonReader.object(Base64.getUrlDecoder().decode(header));
        return members == null ? null : new CompactToken(members, token.substring(0, second), payload, signature);
    }

    /**
     * Whether a text is base64url without padding, whitespace, or bits set beyond its last byte, so that every text of bytes has
     * exactly one spelling.
     */
    private static boolean isCanonical(String text) {
        int rest = text.length() % 4;
        if (text.isEmpty() || rest == 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isLetter(text.charAt(i))) {
                return false;
            }
        }
        int unused = rest == 2 ? 0b1111 : rest == 3 ? 0b11 : 0;
        return (ALPHABET.indexOf(text.charAt(text.length() - 1)) & unused) == 0;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** Why the token cannot be accepted by its header; null if its signature may be looked at. */
    @Nullable
    Bad refusal(TokenIssuer.Signed issuer) {
        if (!(header.get("alg") instanceof String named) || !issuer.algorithms().contains(named)) {
            return Refusals.ALGORITHM;
        }
        if (header.containsKey("crit") || header.containsKey("b64")) {
            return Refusals.EXTENSION;
        }
        if (header.containsKey("typ") && !isAcceptedType(header.get("typ"))) {
            return Refusals.TYPE;
        }
        return header.containsKey("kid") && !(header.get("kid") instanceof String id && id.length() <= LONGEST_KEY_ID)
                ? Refusals.UNKNOWN_KEY
                : null;
    }

    /** A media type in any case; "application/" may be left out where there is no other slash (RFC 7515, 4.1.9). */
    private static boolean isAcceptedType(@Nullable Object type) {
        if (!(type instanceof String text)) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return TYPES.contains(lower.indexOf('/') < 0 ? TYPE_PREFIX + lower : lower);
    }

    String algorithm() {
        return String.valueOf(header.get("alg"));
    }

    @Nullable
    String keyId() {
        return header.get("kid") instanceof String named ? named : null;
    }

    byte[] signedBytes() {
        return signed.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] payloadBytes() {
        return Base64.getUrlDecoder().decode(payload);
    }
}
