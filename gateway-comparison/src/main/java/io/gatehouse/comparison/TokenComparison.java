package io.gatehouse.comparison;

import io.gatehouse.compiler.document.OpaqueTokenDocument;
import io.gatehouse.compiler.document.TokenDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares how tokens are verified. Names what is other, and never what it is. */
final class TokenComparison {

    private final List<String> changed = new ArrayList<>();
    private boolean wider = true;

    private TokenComparison() {}

    static Optional<Finding> compare(@Nullable TokenDocument old, @Nullable TokenDocument now) {
        if (old == null || now == null) {
            return old == null && now == null
                    ? Optional.empty()
                    : told(
                            Severity.POSSIBLE_LOSS,
                            now == null ? "tokens are no longer verified" : "tokens are now verified");
        }
        var settings = new TokenComparison();
        settings.jwt(old, now);
        settings.opaque(old.opaque(), now.opaque());
        return settings.changed.isEmpty()
                ? Optional.empty()
                : told(
                        settings.wider ? Severity.GAIN : Severity.POSSIBLE_LOSS,
                        "how tokens are verified has changed (" + String.join(", ", settings.changed) + ")");
    }

    private static Optional<Finding> told(Severity effect, String text) {
        return Optional.of(Finding.of(effect, ChangeKind.TOKEN, Phrase.apart(text)));
    }

    private void jwt(TokenDocument old, TokenDocument now) {
        part("type", old.type(), now.type(), false);
        part("algorithms", old.algorithms(), now.algorithms(), now.algorithms().containsAll(old.algorithms()));
        part("secret", old.secret(), now.secret(), false);
        part("jwks", old.jwks(), now.jwks(), false);
        part("public-key", old.publicKey(), now.publicKey(), false);
        part("issuer", old.issuer(), now.issuer(), now.issuer() == null);
        part("audience", old.audience(), now.audience(), now.audience() == null);
        part("clock-skew", old.clockSkew(), now.clockSkew(), now.clockSkew().compareTo(old.clockSkew()) >= 0);
        part("claims", old.claims(), now.claims(), false);
    }

    private void opaque(@Nullable OpaqueTokenDocument old, @Nullable OpaqueTokenDocument now) {
        if (old == null || now == null) {
            part("opaque", old, now, false);
            return;
        }
        part("opaque.introspection", old.introspection(), now.introspection(), false);
        part("opaque.client", old.client(), now.client(), false);
        part("opaque.secret", old.secret(), now.secret(), false);
        part("opaque.store", old.store(), now.store(), false);
        part("opaque.tenant-id", old.tenantId(), now.tenantId(), false);
        part("opaque.cache", old.cache(), now.cache(), true);
    }

    private void part(String name, @Nullable Object old, @Nullable Object now, boolean accepting) {
        if (!NormalForm.same(old, now)) {
            changed.add(name);
            wider &= accepting;
        }
    }
}
