package io.gatehouse.domain.identity;

import java.util.concurrent.TimeUnit;

/** Verifies tokens to the end on one thread, for tests. */
public final class Verdicts {

    private Verdicts() {}

    /** The verdict for a caller without a key, at once or by whatever it takes. */
    public static TokenVerdict of(TokenVerifier verifier, TokenIssuer issuer, String token) {
        TokenVerdict known = verifier.verifyAtOnce(issuer, token);
        return known == null ? end(verifier.verify(issuer, "", token)) : known;
    }

    /** How a verification ends. */
    public static TokenVerdict end(Verification begun) {
        Verification now = begun;
        while (!(now instanceof Verification.Reached reached)) {
            now = now instanceof Verification.Compute compute
                    ? compute.work().get()
                    : ((Verification.Await) now)
                            .result()
                            .toCompletableFuture()
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join();
        }
        return reached.verdict();
    }
}
