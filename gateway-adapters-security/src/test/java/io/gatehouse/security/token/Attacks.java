package io.gatehouse.security.token;

import io.gatehouse.security.fixture.JwtText;
import io.gatehouse.security.fixture.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tokens that somebody makes who wants to be believed and has no key, beside some that the key's owner signed and that
 * must not be believed all the same. Each has a name that tells what it tries.
 */
final class Attacks {

    static final String ISSUER = "https://id.example/";
    static final String AUDIENCE = "shop";

    private final SigningKey key;
    private final SigningKey own;
    private final long now;
    private final String good;
    private final String[] parts;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    private Attacks(SigningKey key, long now) {
        this.key = key;
        this.own = SigningKey.of(key.algorithm(), "mallory").named(key.id());
        this.now = now;
        this.good = JwtText.of(key, claims());
        this.parts = good.split("\\.");
    }

    /** Attacks on whoever believes this key, at this second. */
    static Map<String, String> on(SigningKey key, long now) {
        var attacks = new Attacks(key, now);
        attacks.withoutSignature();
        attacks.byConfusion();
        attacks.byTampering();
        attacks.bySpelling();
        attacks.byHeader();
        attacks.byHeaderOfTheOwner();
        attacks.byClaimsOfTheOwner();
        return attacks.tokens;
    }

    private String claims() {
        return claims("");
    }

    private String claims(String more) {
        return "{\"sub\":\"ursula\",\"groups\":[\"staff\"],\"iss\":\"" + ISSUER + "\",\"aud\":\"" + AUDIENCE
                + "\",\"exp\":" + (now + 600) + more + "}";
    }

    private String header(String algorithm, String more) {
        return "{\"alg\":" + algorithm + (key.id().isEmpty() ? "" : ",\"kid\":\"" + key.id() + "\"") + more + "}";
    }

    private String quoted() {
        return "\"" + key.algorithm() + "\"";
    }

    private void add(String name, String token) {
        if (tokens.put(name, token) != null) {
            throw new IllegalStateException("two attacks are called " + name);
        }
    }

    private void withoutSignature() {
        for (String none :
                List.of("\"none\"", "\"None\"", "\"NONE\"", "\"nOnE\"", "\"none \"", "\"\"", "null", "0", "[]")) {
            String unsigned = JwtText.unsigned(header(none, ""), claims());
            add("alg " + none + " with nothing", unsigned + ".");
            add("alg " + none + " with a good signature", unsigned + "." + parts[2]);
        }
        add("no alg", JwtText.unsigned("{\"typ\":\"JWT\"}", claims()) + "." + parts[2]);
        add("no signature", parts[0] + "." + parts[1] + ".");
        add("no signature and no dot", parts[0] + "." + parts[1]);
    }

    private void byConfusion() {
        for (String secret : secrets()) {
            for (String algorithm : List.of("HS256", "HS384", "HS512")) {
                var shared = SigningKey.shared(algorithm, secret).named(key.id());
                add(
                        algorithm + " with a guess of " + secret.length() + " " + secret.hashCode(),
                        JwtText.of(shared, claims()));
            }
        }
        for (String other : List.of("RS256", "PS256", "ES256", "EdDSA", "HS256")) {
            if (!other.equals(key.algorithm())) {
                add(
                        other + " by another key",
                        JwtText.of(SigningKey.of(other, "mallory").named(key.id()), claims()));
                String posing = JwtText.unsigned(header("\"" + other + "\"", ""), claims());
                byte[] signed = key.sign(posing.getBytes(StandardCharsets.US_ASCII));
                add(other + " claimed over " + key.algorithm(), posing + "." + JwtText.base64(signed));
            }
        }
    }

    /** What everybody knows of a public key is no secret; neither are these. */
    private List<String> secrets() {
        if (key.pair() == null) {
            return List.of(
                    "secret", "s".repeat(64), key.secret() + " ", key.secret().trim() + "\n", "0".repeat(64));
        }
        byte[] encoded = key.pair().getPublic().getEncoded();
        return List.of(
                key.pem(),
                key.pem().trim(),
                key.jwk(),
                SigningKey.set(key),
                new String(encoded, StandardCharsets.ISO_8859_1),
                Base64.getEncoder().encodeToString(encoded),
                "0".repeat(64));
    }

    private void byTampering() {
        byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
        for (int i = 0; i < 8; i++) {
            byte[] turned = signature.clone();
            turned[i * (turned.length - 1) / 7] ^= (byte) (1 << i);
            add("bit " + i + " of the signature turned", signedBy(turned));
        }
        add("signature of zeros", signedBy(new byte[signature.length]));
        add("signature cut short", signedBy(Arrays.copyOf(signature, signature.length - 1)));
        add("signature made longer", signedBy(Arrays.copyOf(signature, signature.length + 1)));
        add("signature of one byte", signedBy(new byte[1]));
        byte[] ones = new byte[signature.length];
        Arrays.fill(ones, (byte) 0xff);
        add("signature of ones", signedBy(ones));
        add("signature of other claims", parts[0] + "." + JwtText.base64(claims(",\"x\":1")) + "." + parts[2]);
        add(
                "signature of another user",
                parts[0] + "." + JwtText.base64(claims().replace("ursula", "bob")) + "." + parts[2]);
        add(
                "signature of another group",
                parts[0] + "." + JwtText.base64(claims().replace("staff", "admin")) + "." + parts[2]);
        add(
                "signature of another header",
                JwtText.base64(header(quoted(), ",\"typ\":\"at+jwt\"")) + "." + parts[1] + "." + parts[2]);
        add("signed by mallory's key of the same name", JwtText.of(own, claims()));
    }

    private String signedBy(byte[] signature) {
        return parts[0] + "." + parts[1] + "." + JwtText.base64(signature);
    }

    private void bySpelling() {
        add("padding", good + "=");
        add("padded payload", parts[0] + "." + parts[1] + "==." + parts[2]);
        add("space before", " " + good);
        add("space after", good + " ");
        add("line break inside", parts[0] + "." + parts[1] + ".\n" + parts[2]);
        add("fourth part", good + "." + parts[2]);
        add("encrypted form", good + ".a.b");
        add("dots", "..");
        add("other alphabet", parts[0] + "+/." + parts[1] + "." + parts[2]);
        add("spare bits set", spareBits());
        add(
                "flattened form",
                "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\"" + parts[2]
                        + "\"}");
        add("upper case", good.toUpperCase(Locale.ROOT));
        add("too large", good + "A".repeat(33000));
        add("large claims", JwtText.of(key, claims(",\"x\":\"" + "y".repeat(30000) + "\"")));
        add("Bearer inside", "Bearer " + good);
    }

    /** A second spelling of the same bytes, by bits beyond the last one; or nonsense where the length leaves no bit. */
    private String spareBits() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String payload = parts[1].length() % 4 == 0 ? JwtText.base64(claims(" ")) : parts[1];
        payload = payload.length() % 4 == 0 ? JwtText.base64(claims("  ")) : payload;
        char last = payload.charAt(payload.length() - 1);
        String spelled = payload.substring(0, payload.length() - 1) + alphabet.charAt(alphabet.indexOf(last) ^ 1);
        String signed = parts[0] + "." + spelled;
        return signed + "." + JwtText.base64(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private void byHeader() {
        String jwk = own.pair() == null ? "{\"kty\":\"oct\",\"k\":\"AAAA\"}" : own.jwk();
        for (String more : List.of(
                ",\"jwk\":" + jwk,
                ",\"jku\":\"https://evil.example/jwks.json\"",
                ",\"x5u\":\"https://evil.example/cert.pem\"",
                ",\"x5c\":[\"MIIB\"]",
                ",\"x\":" + "[".repeat(300) + "]".repeat(300))) {
            add(
                    "own key with " + more.substring(2, 5) + more.length(),
                    JwtText.of(own, header(quoted(), more), claims()));
        }
        for (String id : List.of(
                "\"../../../dev/null\"", "\"' OR 1=1 --\"", "null", "[\"a\"]", "7", "\"" + "k".repeat(300) + "\"")) {
            String header = "{\"alg\":" + quoted() + ",\"kid\":" + id + "}";
            add("own key with kid " + id, JwtText.of(own, header, claims()));
        }
        for (String header : List.of(
                "",
                "{}",
                "[]",
                "[[\"alg\",\"" + key.algorithm() + "\"]]",
                "null",
                "1",
                "{\"alg\":",
                "{'alg':'x'}",
                "{\"alg\":" + quoted() + "}}",
                "\u0000")) {
            add("header " + header, JwtText.of(own, header, claims()));
        }
    }

    private void byHeaderOfTheOwner() {
        for (String more : List.of(
                ",\"crit\":[\"exp\"]",
                ",\"crit\":[]",
                ",\"crit\":null",
                ",\"crit\":[\"b64\"],\"b64\":false",
                ",\"crit\":[\"b64\"],\"b64\":true",
                ",\"b64\":false",
                ",\"b64\":true",
                ",\"typ\":\"JOSE\"",
                ",\"typ\":\"dpop+jwt\"",
                ",\"typ\":\"logout+jwt\"",
                ",\"typ\":\"id_token+jwt\"",
                ",\"typ\":\"\"",
                ",\"typ\":null",
                ",\"typ\":1",
                ",\"typ\":[\"JWT\"]",
                ",\"alg\":\"none\"",
                ",\"alg\":" + quoted(),
                ",\"typ\":\"JWT\",\"typ\":\"JWT\"")) {
            add("owner's header with " + more, JwtText.of(key, header(quoted(), more), claims()));
        }
    }

    private void byClaimsOfTheOwner() {
        String start = "{\"sub\":\"ursula\",\"iss\":\"" + ISSUER + "\",\"aud\":\"" + AUDIENCE + "\"";
        String end = ",\"exp\":" + (now + 600) + "}";
        for (String exp : List.of(
                "",
                ",\"exp\":null",
                ",\"exp\":\"" + (now + 600) + "\"",
                ",\"exp\":true",
                ",\"exp\":[" + (now + 600) + "]",
                ",\"exp\":-1",
                ",\"exp\":1e300",
                ",\"exp\":99999999999999999999",
                ",\"exp\":" + (now - 31),
                ",\"exp\":" + (now + 600) + ",\"exp\":" + (now + 900))) {
            add("owner's expiry " + exp, JwtText.of(key, start + exp + "}"));
        }
        for (String more : List.of(
                ",\"nbf\":" + (now + 60),
                ",\"nbf\":\"0\"",
                ",\"nbf\":null",
                ",\"iat\":" + (now + 3600),
                ",\"iat\":\"now\"",
                ",\"sub\":\"bob\"")) {
            add("owner's claims with " + more, JwtText.of(key, start + more + end));
        }
        for (String sub : List.of(
                "",
                "\"sub\":null,",
                "\"sub\":\"\",",
                "\"sub\":\" \",",
                "\"sub\":{},",
                "\"sub\":[\"ursula\"],",
                "\"sub\":true,",
                "\"sub\":1.5,",
                "\"sub\":\"a\\u0000b\",",
                "\"sub\":\"a\\r\\nb\",",
                "\"sub\":\"\\ud800\",",
                "\"sub\":\"" + "a".repeat(300) + "\",")) {
            add("owner's user " + sub, JwtText.of(key, "{" + sub + start.substring(start.indexOf("\"iss")) + end));
        }
        for (String other : List.of(
                "\"iss\":\"https://evil.example/\"",
                "\"iss\":null",
                "\"iss\":[\"" + ISSUER + "\"]",
                "\"iss\":\"" + ISSUER + "/\"",
                "\"aud\":\"other\"",
                "\"aud\":null",
                "\"aud\":[]",
                "\"aud\":[1,\"shop\"]",
                "\"aud\":{\"shop\":1}",
                "\"aud\":\"SHOP\"",
                "\"aud\":\"shop,other\"")) {
            String name = other.substring(0, 5);
            String rest = name.equals("\"iss\"") ? "\"aud\":\"" + AUDIENCE + "\"" : "\"iss\":\"" + ISSUER + "\"";
            add("owner's " + other, JwtText.of(key, "{\"sub\":\"ursula\"," + rest + "," + other + end));
        }
        for (String payload : List.of(
                "",
                "x",
                "[]",
                "null",
                "\"ursula\"",
                "{",
                "{}",
                "{\"sub\":\"ursula\"}x",
                "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}")) {
            add("owner's payload " + payload.substring(0, Math.min(9, payload.length())), JwtText.of(key, payload));
        }
    }
}
