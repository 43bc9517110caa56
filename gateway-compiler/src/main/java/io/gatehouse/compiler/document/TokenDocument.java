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

/** How bearer tokens are verified; what fits together is told by {@link TokenKeys}. */
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
        TokenKeys.check(type, algorithms, secret, jwks, publicKey, opaque);
        if (opaque != null && opaque.store() != null && audience != null) {
            throw new MalformedValue("no audience, as tokens of a store name none");
        }
    }
}
