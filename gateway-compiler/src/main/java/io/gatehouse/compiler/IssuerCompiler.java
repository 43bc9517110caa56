package io.gatehouse.compiler;

import io.gatehouse.compiler.document.KeySetLocation;
import io.gatehouse.compiler.document.OpaqueTokenDocument;
import io.gatehouse.compiler.document.OpaqueTokenDocument.UserStoreDocument;
import io.gatehouse.compiler.document.TokenAlgorithm;
import io.gatehouse.compiler.document.TokenDocument;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.identity.DeclaredIssuer;
import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles whose tokens are believed. */
final class IssuerCompiler {

    private IssuerCompiler() {}

    /** Settings of this name; the same object as before if they say the same. */
    static @Nullable DeclaredIssuer compile(
            @Nullable TokenDocument document, String id, @Nullable DeclaredIssuer before) {
        if (document == null) {
            return null;
        }
        TokenIssuer settings = settings(document, id);
        return before != null && before.settings().equals(settings)
                ? new DeclaredIssuer(before.settings(), document.origin())
                : new DeclaredIssuer(settings, document.origin());
    }

    private static TokenIssuer settings(TokenDocument document, String id) {
        var claims = new TokenIssuer.Claims(
                document.claims().user(), document.claims().groups());
        OpaqueTokenDocument opaque = document.opaque();
        if (opaque != null) {
            return new TokenIssuer.Opaque(id, authority(opaque), document.audience(), opaque.cache(), claims);
        }
        return new TokenIssuer.Signed(
                id,
                document.algorithms().stream().map(IssuerCompiler::joseName).collect(Collectors.toSet()),
                keys(document),
                document.issuer(),
                document.audience(),
                document.clockSkew(),
                claims);
    }

    private static OpaqueAuthority authority(OpaqueTokenDocument document) {
        if (document.introspection() != null && document.client() != null && document.secret() != null) {
            return new OpaqueAuthority.Introspection(document.introspection(), document.client(), document.secret());
        }
        if (document.tenantId() != null) {
            return new OpaqueAuthority.Store(document.tenantId(), users(document.users()));
        }
        throw new IllegalStateException(
                document.origin() + ": opaque settings without anybody to ask were taken for complete");
    }

    private static OpaqueAuthority.@Nullable UserStore users(@Nullable UserStoreDocument document) {
        return document == null
                ? null
                : new OpaqueAuthority.UserStore(
                        document.database(), document.groups(), document.trustTokens(), document.guests());
    }

    private static String joseName(TokenAlgorithm algorithm) {
        return algorithm == TokenAlgorithm.EDDSA ? "EdDSA" : algorithm.name();
    }

    private static KeyMaterial keySet(KeySetLocation jwks, Origin origin) {
        return jwks.isFile()
                ? new KeyMaterial.KeySet(
                        new FilePath(jwks.text(), origin).resolve().toString(), true)
                : new KeyMaterial.KeySet(jwks.text(), false);
    }

    private static KeyMaterial keys(TokenDocument document) {
        if (document.secret() != null) {
            return new KeyMaterial.Shared(document.secret());
        }
        if (document.jwks() != null) {
            return keySet(document.jwks(), document.origin());
        }
        if (document.publicKey() != null) {
            return new KeyMaterial.Public(document.publicKey().key());
        }
        throw new IllegalStateException(document.origin() + ": token settings without keys were taken for complete");
    }
}
