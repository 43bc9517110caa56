package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Setting;
import org.jspecify.annotations.Nullable;

/** The rule that tokens can only be looked up in a store that the process configuration names. */
public final class TokenStoreRule {

    private TokenStoreRule() {}

    /**
     * Tells everybody whose tokens are in a store, if there is none.
     *
     * @param available whether {@code token-store} is configured
     */
    public static void check(RegistryDocuments documents, boolean available, Problems problems) {
        if (available) {
            return;
        }
        tell(documents.policy().token(), "token", problems);
        documents.tenants().forEach((name, tenant) -> {
            if (tenant.token() instanceof Setting.Value<TokenDocument> own) {
                tell(own.value(), "tenants." + name + ".token", problems);
            }
        });
    }

    private static void tell(@Nullable TokenDocument token, String path, Problems problems) {
        OpaqueTokenDocument opaque = token == null ? null : token.opaque();
        if (opaque != null && opaque.store() != null) {
            problems.add(
                    opaque.origin(),
                    path + ".opaque.store",
                    "tokens in a store",
                    "token-store in the gateway's configuration, or introspection");
        }
    }
}
