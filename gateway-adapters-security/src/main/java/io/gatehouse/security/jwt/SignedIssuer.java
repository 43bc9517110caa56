package io.gatehouse.security.jwt;

import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.security.jwks.KeySets;
import io.gatehouse.security.key.KeyLookup;
import io.gatehouse.security.key.KeyRing;
import io.gatehouse.security.key.PublicKeys;
import io.gatehouse.security.key.SharedSecret;
import io.gatehouse.security.key.VerificationKey;
import io.gatehouse.security.waiting.WaitingCallers;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer's settings with their keys at hand.
 *
 * @param settings the settings
 * @param keys the keys; nothing if the settings hold a key that fits none of their algorithms
 * @param waiting who waits for keys
 */
public record SignedIssuer(TokenIssuer.Signed settings, Supplier<@Nullable KeyLookup> keys, WaitingCallers waiting) {

    private static final Logger LOG = LoggerFactory.getLogger(SignedIssuer.class);

    /** Reads the keys of the settings; those of a set are read when they are needed. */
    public static SignedIssuer of(TokenIssuer.Signed settings, KeySets sets, WaitingCallers waiting) {
        return new SignedIssuer(settings, keys(settings, sets), waiting);
    }

    private static Supplier<@Nullable KeyLookup> keys(TokenIssuer.Signed settings, KeySets sets) {
        KeyMaterial material = settings.keys();
        if (material instanceof KeyMaterial.KeySet set) {
            return () -> sets.at(set);
        }
        VerificationKey key = material instanceof KeyMaterial.Shared shared
                ? SharedSecret.read(shared.secret().bytes())
                : material instanceof KeyMaterial.Public open ? PublicKeys.of(null, open.key()) : null;
        VerificationKey usable = key == null ? null : key.only(settings.algorithms());
        if (usable == null || usable.algorithms().isEmpty()) {
            LOG.error("No token of {} can be verified: its key fits none of its algorithms", settings.id());
            return () -> null;
        }
        KeyLookup fixed = KeyLookup.fixed(new KeyRing(List.of(usable)));
        return () -> fixed;
    }
}
