package io.gatehouse.app.explain;

import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.tenancy.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * Who is taken to call, whatever key and token the request presents: so that an explanation needs no secret.
 *
 * @param key the key that counts as presented; judged like any other, so it may be found expired; null for what the request says
 * @param user the user of a token that counts as presented and good, wherever tokens can be verified; null for what the request says
 */
record AssumedCaller(@Nullable ApiKey key, @Nullable User user) {

    /** Nothing is assumed. */
    static final AssumedCaller NONE = new AssumedCaller(null, null);
}
