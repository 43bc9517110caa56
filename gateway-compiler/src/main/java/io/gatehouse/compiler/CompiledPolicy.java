package io.gatehouse.compiler;

import io.gatehouse.compiler.document.PolicyDocument;
import io.gatehouse.domain.policy.GatewayPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the whole gateway, and of which document it was compiled.
 *
 * @param quotas compiles what keys say about throttling by the strategies of the same document
 */
record CompiledPolicy(PolicyDocument document, QuotaCompiler quotas, GatewayPolicy policy) {

    /** Compiles, unless the document is equal to the one before. */
    static CompiledPolicy of(PolicyDocument document, @Nullable CompiledPolicy before) {
        if (before != null && before.document.equals(document)) {
            return before;
        }
        var quotas = new QuotaCompiler(document.throttling());
        return new CompiledPolicy(
                document,
                quotas,
                PolicyCompiler.compile(document, quotas.gateway(), before == null ? null : before.policy));
    }
}
