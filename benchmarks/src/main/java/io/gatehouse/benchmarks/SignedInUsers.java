package io.gatehouse.benchmarks;

import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.security.token.GatewayTokenVerifier;
import io.gatehouse.security.token.TokenVerificationSettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The users of a registry, who take turns to call, each with a token of its own whose verdict is remembered. Their keys and paths differ
 * as far as the registry has different ones.
 */
final class SignedInUsers implements AutoCloseable {

    /** Compiling a large registry takes seconds, and every benchmark of a process may use the same. */
    private static final Map<TenantRegistry, Snapshot> COMPILED = new ConcurrentHashMap<>();

    private final TenantRegistry registry;
    private final GatewayTokenVerifier verifier =
            new GatewayTokenVerifier(TokenVerificationSettings.DEFAULT, new SystemClock());
    private final WholePipeline pipeline;
    private final CyclicValues<SampleRequest> requests;

    /** So many users; each has called once. */
    SignedInUsers(TenantRegistry registry, int users) {
        this.registry = registry;
        Snapshot snapshot = COMPILED.computeIfAbsent(registry, each -> CompiledRegistry.of(each.tree()));
        pipeline = new WholePipeline(snapshot, verifier);
        requests = CyclicValues.of(IntStream.range(0, users).boxed().toList(), this::request);
        for (int i = 0; i < users; i++) {
            call();
        }
    }

    private SampleRequest request(int user) {
        int key = (int) (user * 7919L % registry.keys());
        String token = SignedToken.of("user-" + user, TenantRegistry.SECRET);
        return new SampleRequest(registry.path(key, user), registry.key(key), token);
    }

    /** All stages for a request of the next user. */
    Outcome call() {
        return pipeline.forward(requests.next());
    }

    /** Ends the threads of the verifier. */
    @Override
    public void close() {
        verifier.close();
    }

    /** Makes tokens as an identity provider does that shares a secret with the gateway. */
    static final class SignedToken {

        private SignedToken() {}

        /** Of this user; ends in the year 2100. */
        static String of(String user, String secret) {
            String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                    + base64("{\"sub\":\"" + user + "\",\"groups\":[\"customer\"],\"exp\":4102444800}");
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has HmacSHA256", e);
            }
        }

        private static String base64(String text) {
            return base64(text.getBytes(StandardCharsets.UTF_8));
        }

        private static String base64(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}
