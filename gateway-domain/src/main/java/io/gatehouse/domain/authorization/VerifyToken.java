package io.gatehouse.domain.authorization;

import io.gatehouse.domain.identity.DeclaredIssuer;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.tenancy.ApiKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the token that is presented and finds its user; stops requests whose token is not good, also where none is
 * required.
 *
 * <p>With a key the tenant's settings count, else the gateway's. A token that nobody's settings can verify gives no user
 * and is not refused for itself. The token of a trusted client that may skip this check is verified all the same: a good
 * one gives its user, any other gives none. Does nothing where the version has made somebody ask before.
 */
public final class VerifyToken implements RequestStage {

    private static final String CHALLENGE = "Bearer error=\"invalid_token\"";

    private final TokenVerifier verifier;

    public VerifyToken(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public Decision decide(RequestState state) {
        if (state.caller().user() != null) {
            return Decision.proceed(state);
        }
        List<String> presented = state.request().credentials().tokens();
        TokenIssuer issuer = presented.isEmpty() ? null : issuer(state);
        if (issuer == null) {
            if (!presented.isEmpty()) {
                note(state, "no settings say how tokens of this caller are verified, so the token gives no user");
            }
            return Decision.proceed(state);
        }
        if (presented.size() > 1) {
            return refuse(state, "more than one token is presented");
        }
        String token = presented.get(0);
        TokenVerdict verdict = verifier.verifyAtOnce(issuer, token);
        return verdict == null
                ? goOn(state, verifier.verify(issuer, state.caller().tenant(), token))
                : take(state, verdict);
    }

    private static Decision goOn(RequestState state, Verification verification) {
        if (verification instanceof Verification.Compute compute) {
            return new Decision.Offload(
                    WorkKind.PROCESSOR, () -> goOn(state, compute.work().get()));
        }
        return verification instanceof Verification.Await await
                ? new Decision.Await(await.result().thenApply(next -> goOn(state, next)))
                : take(state, ((Verification.Reached) verification).verdict());
    }

    private static @Nullable TokenIssuer issuer(RequestState state) {
        ApiKey key = state.caller().key();
        if (key != null) {
            return key.issuer();
        }
        DeclaredIssuer gateway = state.snapshot().policy().issuer();
        return gateway == null ? null : gateway.settings();
    }

    private static Decision take(RequestState state, TokenVerdict verdict) {
        if (verdict instanceof TokenVerdict.Good good) {
            noteUser(state, good);
            return Decision.proceed(state.with(state.caller().as(good.user())));
        }
        if (verdict instanceof TokenVerdict.NoUser unknown) {
            note(state, unknown.reason());
            return state.caller().skips(SkippedCheck.TOKEN)
                    ? Decision.proceed(state)
                    : Decision.reject(Refusal.of(Rejection.USER_UNKNOWN));
        }
        if (verdict instanceof TokenVerdict.Bad bad) {
            note(state, bad.reason());
            return refuse(state, bad.reason());
        }
        return verdict instanceof TokenVerdict.Busy busy
                ? unverified(state, rejection(busy), "too many tokens wait to be verified already")
                : unverified(state, Rejection.TOKEN_UNVERIFIABLE, "the token cannot be verified at the moment");
    }

    private static Rejection rejection(TokenVerdict.Busy busy) {
        return switch (busy.of()) {
            case ISSUER -> Rejection.ISSUER_BUSY;
            case TOKEN_STORE -> Rejection.TOKEN_STORE_BUSY;
        };
    }

    private static Decision unverified(RequestState state, Rejection rejection, String what) {
        note(state, what);
        return state.caller().skips(SkippedCheck.TOKEN)
                ? Decision.proceed(state)
                : Decision.refuse(
                        state, ObservedCheck.TOKEN, Refusal.of(rejection).with("Retry-After", "1"));
    }

    private static void noteUser(RequestState state, TokenVerdict.Good good) {
        if (!state.trace().wanted()) {
            return;
        }
        note(
                state,
                "the user is " + good.user().id() + " in groups " + good.user().groups());
        if (good.unreadableGroups() > 0) {
            note(state, "groups of the token that cannot be read and do not count: " + good.unreadableGroups());
        }
    }

    private static void note(RequestState state, String what) {
        if (state.trace().wanted()) {
            ApiKey key = state.caller().key();
            DeclaredIssuer declared = key == null
                    ? state.snapshot().policy().issuer()
                    : key.application().tenant().issuer();
            state.trace().note(declared == null ? null : declared.origin(), what);
        }
    }

    private static Decision refuse(RequestState state, String reason) {
        if (state.caller().skips(SkippedCheck.TOKEN)) {
            return Decision.proceed(state);
        }
        return Decision.refuse(
                state,
                ObservedCheck.TOKEN,
                Refusal.of(Rejection.TOKEN_INVALID, reason).with("WWW-Authenticate", CHALLENGE));
    }
}
