package io.gatehouse.http.forwarding;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.http.cache.CachedResponse;
import io.gatehouse.http.codec.FieldLines;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Map;

/**
 * The head of a response that is kept, as clients get it.
 *
 * @param saysStatus whether {@code Cache-Status} says what the cache did
 */
record CachedHead(boolean saysStatus) {

    private static final HttpString CACHE_STATUS = new HttpString("Cache-Status");
    private static final int NO_CONTENT = 204;

    /** Puts it on a response; without what describes the body where the client has that already. */
    void fill(FieldLines headers, CachedResponse kept, boolean known, long nowMillis, String status) {
        for (Map.Entry<String, String> field : kept.fields()) {
            var name = new HttpString(field.getKey());
            if (!known || !isOfContent(name)) {
                headers.add(name, field.getValue());
            }
        }
        headers.put(Headers.AGE, Long.toString(kept.ageSeconds(nowMillis)));
        if (!known && kept.status() != NO_CONTENT) {
            headers.put(Headers.CONTENT_LENGTH, Integer.toString(kept.body().length));
        }
        say(headers, status);
    }

    private static boolean isOfContent(HttpString name) {
        return name.equals(Headers.CONTENT_TYPE)
                || name.equals(Headers.CONTENT_ENCODING)
                || name.equals(Headers.CONTENT_LANGUAGE);
    }

    /** Says what the cache did, where that is wanted. */
    void say(FieldLines headers, String status) {
        if (saysStatus) {
            headers.add(CACHE_STATUS, member(status));
        }
    }

    /** The same of a request that is refused. */
    Refusal say(Refusal refusal, String status) {
        return saysStatus ? refusal.with(CACHE_STATUS.toString(), member(status)) : refusal;
    }

    private static String member(String status) {
        return "gatehouse; " + status;
    }
}
