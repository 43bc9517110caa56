package io.gatehouse.comparison;

import io.gatehouse.compiler.document.ApplicationDocument;
import io.gatehouse.compiler.document.KeyDocument;
import io.gatehouse.domain.tenancy.ApiKey;

/**
 * A key of one side, as requests see it and as it is written.
 *
 * @param key what requests see
 * @param document how it is written
 * @param application whose it is
 */
record HeldKey(ApiKey key, KeyDocument document, ApplicationDocument application) {

    String id() {
        return key.id();
    }

    String tenant() {
        return key.application().tenant().name();
    }

    /** Whether anybody could call with it at this time. */
    boolean isLive(long nowMillis) {
        return !key.revoked() && !key.isExpired(nowMillis);
    }
}
