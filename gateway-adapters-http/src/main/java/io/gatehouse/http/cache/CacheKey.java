package io.gatehouse.http.cache;

/**
 * What a response is kept for.
 *
 * @param uri what was asked for, everything included that upstreams are told of it: service, version, scheme, host, prefix, path and query
 * @param tenant whose callers it is for; empty for callers without a key, who are one
 * @param user the user that it is for; empty for none
 */
public record CacheKey(String uri, String tenant, String user) {

    /** Whether it may be kept: a key is no place for megabytes. */
    public boolean isShort() {
        return uri.length() <= 4096 && user.length() <= 256;
    }
}
