package io.gatehouse.process;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What others do to a gateway while a tenant is served.
 *
 * @param name what
 * @param clients how many do it at a time
 * @param pauseMillis how long each waits after an answer; those that are refused at once would otherwise show how busy the
 *     machine is with the attackers themselves
 * @param request the request with a number
 */
record Attack(String name, int clients, int pauseMillis, IntFunction<String> request) {

    /** All of them; the services and keys are those of {@link TenantUnderAttackTest}. */
    static final List<Attack> ALL = List.of(
            new Attack(
                    "addresses of one network with one hash code",
                    100,
                    20,
                    n -> get("/open", "X-Forwarded-For: " + addressOfOneHash(n))),
            new Attack(
                    "networks with one hash code",
                    100,
                    20,
                    n -> get("/open", "X-Forwarded-For: " + networkOfOneHash(n))),
            new Attack(
                    "more requests without a key than may be in flight",
                    2_200,
                    1_000,
                    n -> get("/slow", "X-Forwarded-For: 198.51.100." + n % 250)),
            new Attack(
                    "a key set that does not answer",
                    500,
                    250,
                    n -> get("/orders", "key: hanging-key", "Authorization: Bearer " + unverifiable(n))),
            new Attack(
                    "a key set that does not answer, without a key",
                    1_200,
                    600,
                    n -> get("/open", "Authorization: Bearer " + unverifiable(n))),
            new Attack(
                    "an introspection endpoint that does not answer",
                    500,
                    250,
                    n -> get("/orders", "key: asking-key", "Authorization: Bearer opaque-" + n)),
            new Attack(
                    "forged tokens",
                    100,
                    0,
                    n -> get("/orders", "key: forging-key", "Authorization: Bearer " + forged(n))),
            new Attack(
                    "fresh user agents", 100, 0, n -> get("/open", "key: strange-key", "User-Agent: " + userAgent(n))));

    @Override
    public String toString() {
        return name;
    }

    static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: gw\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private static String addressOfOneHash(int n) {
        return address(0x20010db8, 0, n, -n);
    }

    private static String networkOfOneHash(int n) {
        return address(0x20010db8, n, -n, 1);
    }

    private static String address(int... words) {
        var text = new StringBuilder();
        for (int word : words) {
            text.append(text.isEmpty() ? "" : ":")
                    .append(Integer.toHexString(word >>> 16))
                    .append(':')
                    .append(Integer.toHexString(word & 0xffff));
        }
        return text.toString();
    }

    private static String unverifiable(int n) {
        return token("{\"alg\":\"RS256\",\"kid\":\"one\"}", n, 256);
    }

    private static String forged(int n) {
        return token("{\"alg\":\"ES256\"}", n, 64);
    }

    private static String token(String head, int n, int signatureLength) {
        var signature = new byte[signatureLength];
        for (int i = 0; i < signatureLength; i++) {
            signature[i] = (byte) (1 + (n >>> i % 16) % 100);
        }
        return base64(head.getBytes(StandardCharsets.UTF_8))
                + "."
                + base64(("{\"sub\":\"" + n + "\",\"exp\":4102444800}").getBytes(StandardCharsets.UTF_8))
                + "."
                + base64(signature);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String userAgent(int n) {
        return "Mozilla/5.0 (X11; Linux x86_64; build " + n + ") AppleWebKit/537.36 (KHTML, like Gecko) Odd/" + n
                + ".0";
    }
}
