package io.gatehouse.app.endtoend;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens as an identity provider does that shares a secret with the gateway. */
public final class SignedToken {

    public static final String SECRET = "a-secret-of-at-least-32-bytes-for-tests";

    private static final String HEAD = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private SignedToken() {}

    /** Of a user in this group; ends in the year 2100. */
    public static String of(String user, String group) {
        return ofClaims("{\"sub\":\"" + user + "\",\"groups\":[\"" + group + "\"],\"exp\":4102444800}");
    }

    static String ofClaims(String claims) {
        String signed =
                base64(HEAD.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + base64(signature(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] signature(byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
