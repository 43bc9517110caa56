package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.OrZero;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Secret;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How bearer tokens are verified. They are complete, and no algorithm can be used with the wrong kind of key. */
public record TokenDocument(
        @Described("jwt: verified here; opaque: asked for at the identity provider.")
        TokenType type,

        @Described("The only signature algorithms that are accepted.") @Default({})
        Set<TokenAlgorithm> algorithms,

        @Described("The shared secret of HS algorithms; at least as long as the hash.") @Nullable
        Secret secret,

        @Described("Where the provider's public keys are: a URL, or file: and a file name.") @Nullable
        KeySetLocation jwks,

        @Described("A public key or certificate in PEM form; usually ${file:key.pem}.") @Nullable
        PublicKeyPem publicKey,

        @Described("How opaque tokens are asked for.") @Nullable
        OpaqueTokenDocument opaque,

        @Described("Who must have issued a token; without it anybody who has the key.") @Nullable
        String issuer,

        @Described("Whom a token must be meant for; without it anybody.") @Nullable
        String audience,

        @Described("How far clocks may differ.") @Default("30s") @OrZero
        Duration clockSkew,

        @Described("Which claims name the user and the groups.") @Default({})
        ClaimsDocument claims,

        Origin origin) {

    public TokenDocument {
        algorithms = Set.copyOf(algorithms);
        check(type, algorithms, secret, jwks, publicKey, opaque);
        if (opaque != null && opaque.store() != null && audience != null) {
            throw new MalformedValue("no audience, as tokens of a store name none");
        }
    }

    /** Which claims of a token say who the user is. */
    public record ClaimsDocument(
            @Described(
                    "The claim that identifies the user; realm.user is, where no claim has that very name, user within realm.")
            @Default("sub")
            String user,

            @Described("The claim that lists the user's groups; named in the same way, such as realm_access.roles.")
            @Default("groups")
            String groups,

            Origin origin) {}

    /** What kind of bearer tokens there are. */
    public enum TokenType {
        JWT,
        OPAQUE
    }

    private static void check(
            TokenType type,
            Set<TokenAlgorithm> algorithms,
            @Nullable Secret secret,
            @Nullable KeySetLocation jwks,
            @Nullable PublicKeyPem publicKey,
            @Nullable OpaqueTokenDocument opaque) {
        int sources = (secret == null ? 0 : 1) + (jwks == null ? 0 : 1) + (publicKey == null ? 0 : 1);
        if (type == TokenType.OPAQUE) {
            demand(opaque != null, "opaque settings, as type is opaque");
            demand(
                    sources == 0 && algorithms.isEmpty(),
                    "no algorithms, secret, jwks or public-key, as type is opaque");
            return;
        }
        demand(opaque == null, "no opaque settings, as type is jwt");
        demand(!algorithms.isEmpty(), "algorithms: the signature algorithms that are accepted, such as [RS256]");
        demand(sources == 1, "exactly one of secret, jwks and public-key");
        for (TokenAlgorithm algorithm : algorithms) {
            demand(
                    algorithm.isShared() == (secret != null),
                    "HS algorithms with secret, all others with jwks or public-key");
            boolean longEnough = secret == null || secret.bytes().length >= algorithm.secretBytes();
            demand(longEnough, "a secret of at least " + algorithm.secretBytes() + " bytes for " + algorithm);
            boolean fits = publicKey == null || publicKey.algorithms().contains(algorithm);
            demand(fits, "algorithms that fit the public-key, as " + algorithm + " does not");
        }
    }

    private static void demand(boolean holds, String expected) {
        if (!holds) {
            throw new MalformedValue(expected);
        }
    }
}
