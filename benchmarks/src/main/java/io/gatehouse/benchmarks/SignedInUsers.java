package io.gatehouse.benchmarks;

import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.security.token.GatewayTokenVerifier;
import io.gatehouse.security.token.TokenVerificationSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

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
}
