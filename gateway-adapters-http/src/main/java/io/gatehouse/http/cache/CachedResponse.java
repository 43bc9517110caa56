package io.gatehouse.http.cache;

import io.gatehouse.domain.response.HeaderFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response that is kept.
 *
 * @param status its status
 * @param fields its header field lines, without those of framing and Age
 * @param body its body
 * @param vary what the request said in the fields that Vary names, by their name in lower case
 * @param life for how long it is fresh, and what may be done with it then
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and compared by nobody
public record CachedResponse(
        int status, List<Map.Entry<String, String>> fields, byte[] body, Map<String, String> vary, Lifetime life) {

    private static final int OVERHEAD_BYTES = 500;
    private static final int LINE_BYTES = 120;

    /**
     * For how long a response is fresh.
     *
     * @param bornMillis when it was made, by this clock: when it came, less its age
     * @param freshMillis for how long it is fresh
     * @param staleMillis for how long after that it may stand in for an error
     * @param meanwhileMillis for how long after that it may be given while it is asked for again
     * @param always whether it is never given without asking (no-cache)
     */
    public record Lifetime(long bornMillis, long freshMillis, long staleMillis, long meanwhileMillis, boolean always) {}

    /** Stands for responses that are not kept, so that nobody waits for the first of them. */
    static CachedResponse passing(long nowMillis, long millis) {
        return new CachedResponse(0, List.of(), new byte[0], Map.of(), new Lifetime(nowMillis, millis, 0, 0, false));
    }

    /** Whether it only says that such responses are not kept. */
    public boolean isPassing() {
        return status == 0;
    }

    /** Its fields, to be read. */
    public HeaderFields read() {
        return name -> {
            List<String> values = new ArrayList<>();
            for (Map.Entry<String, String> field : fields) {
                if (field.getKey().equalsIgnoreCase(name)) {
                    values.add(field.getValue());
                }
            }
            return values;
        };
    }

    /** What it can be asked for again with, by header name. */
    public Map<String, String> validators() {
        String etag = read().first("ETag");
        String modified = read().first("Last-Modified");
        if (etag != null) {
            return Map.of("If-None-Match", etag);
        }
        return modified == null ? Map.of() : Map.of("If-Modified-Since", modified);
    }

    /** Whether it is what a request with these fields would get. */
    boolean suits(HeaderFields request) {
        return vary.entrySet().stream()
                .allMatch(said -> said(said.getKey(), request).equals(said.getValue()));
    }

    /** What a request says in a field, in one form. */
    static String said(String name, HeaderFields request) {
        return String.join(", ", request.all(name)).trim();
    }

    /** The same, with what a 304 says of it now (RFC 9111, 3.2). */
    CachedResponse renewed(List<Map.Entry<String, String>> now, Lifetime next) {
        List<Map.Entry<String, String>> merged = new ArrayList<>(fields);
        merged.removeIf(old -> !isOfBody(old.getKey())
                && now.stream().anyMatch(field -> field.getKey().equalsIgnoreCase(old.getKey())));
        now.stream().filter(field -> !isOfBody(field.getKey())).forEach(merged::add);
        return new CachedResponse(status, List.copyOf(merged), body, vary, next);
    }

    /** What goes with the bytes that are kept, and with no others. */
    private static boolean isOfBody(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("content-") || lower.equals("etag") || lower.equals("vary");
    }

    /** The seconds since it was made. */
    public long ageSeconds(long nowMillis) {
        return Math.max(0, (nowMillis - life.bornMillis()) / 1000);
    }

    /** For how many seconds more it is fresh; below 0 if it is not. */
    public long ttlSeconds(long nowMillis) {
        return Math.floorDiv(life.bornMillis() + life.freshMillis() - nowMillis, 1000L);
    }

    /** Bytes that it takes, by estimate. */
    long size() {
        long size = OVERHEAD_BYTES + (long) body.length;
        for (Map.Entry<String, String> field : fields) {
            size += LINE_BYTES + field.getKey().length() + field.getValue().length();
        }
        return size;
    }

    /** Its ETag; null if it has none. */
    @Nullable
    String etag() {
        return read().first("ETag");
    }
}
