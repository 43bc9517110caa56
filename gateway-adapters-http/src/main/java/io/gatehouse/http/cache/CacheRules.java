package io.gatehouse.http.cache;

import io.gatehouse.domain.response.HeaderFields;
import io.gatehouse.http.cache.CacheControl.Directive;
import io.gatehouse.http.cache.CachedResponse.Lifetime;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be kept and given again: RFC 9111, as a shared cache without heuristics. What a response does not say to be fresh is kept only if
 * it can be asked for again (ETag, Last-Modified); one with Set-Cookie never.
 */
public final class CacheRules {

    private static final Set<Integer> STATUSES = Set.of(200, 203, 204, 300, 301, 308, 404, 410);

    /** Requests that want something else than the whole of it, or want to change it. */
    private static final Set<String> CONDITIONS =
            Set.of("Range", "If-Range", "If-Match", "If-Unmodified-Since", "Upgrade");

    private static final int MOST_VARY = 10;
    private static final int LONGEST_VARY = 2048;

    private CacheRules() {}

    /** Whether a request neither gets a response that is kept nor leaves one. */
    public static boolean bypasses(HeaderFields request) {
        return CacheControl.of(request).has("no-store") || CONDITIONS.stream().anyMatch(request::has);
    }

    /**
     * For how long a response to a GET is kept; null if it must not be.
     *
     * @param authorized whether the upstream saw credentials of the client's that the cache knows nothing of
     */
    public static @Nullable Lifetime lifetime(int status, boolean authorized, HeaderFields response, long nowMillis) {
        CacheControl control = CacheControl.of(response);
        boolean shared = control.has("public") || control.has("s-maxage") || control.has("must-revalidate");
        if (!STATUSES.contains(status)
                || control.has("no-store")
                || control.has("private")
                || (authorized && !shared)
                || response.has("Set-Cookie")
                || response.has("Content-Range")
                || response.lists("Vary", "*")) {
            return null;
        }
        boolean always = control.has("no-cache");
        long fresh = always ? 0 : freshSeconds(control, response);
        boolean askable = response.has("ETag") || response.has("Last-Modified");
        if (fresh <= 0 && !askable) {
            return null;
        }
        boolean strict = control.has("must-revalidate") || control.has("proxy-revalidate") || control.has("s-maxage");
        long stale = strict || always ? 0 : Math.max(0, control.seconds(Directive.STALE_IF_ERROR));
        long meanwhile = strict || always ? 0 : Math.max(0, control.seconds(Directive.STALE_WHILE_REVALIDATE));
        return new Lifetime(
                nowMillis - ageSeconds(response, nowMillis) * 1000,
                Math.max(0, fresh) * 1000,
                stale * 1000,
                meanwhile * 1000,
                always);
    }

    /** RFC 9111, 4.2.1; negative if the response does not say. */
    private static long freshSeconds(CacheControl control, HeaderFields response) {
        if (control.has("s-maxage")) {
            return control.seconds(Directive.S_MAXAGE);
        }
        if (control.has("max-age")) {
            return control.seconds(Directive.MAX_AGE);
        }
        if (!response.has("Expires")) {
            return -1;
        }
        long expires = date(response.first("Expires"));
        long date = date(response.first("Date"));
        return expires < 0 || date < 0 ? 0 : Math.max(0, (expires - date) / 1000);
    }

    /** RFC 9111, 4.2.3, without the time on the way. */
    private static long ageSeconds(HeaderFields response, long nowMillis) {
        String age = response.first("Age");
        long date = date(response.first("Date"));
        long apparent = date < 0 ? 0 : Math.max(0, (nowMillis - date) / 1000);
        return Math.max(apparent, age == null ? 0 : CacheControl.seconds(age.trim()));
    }

    private static long date(@Nullable String text) {
        if (text == null) {
            return -1;
        }
        try {
            return ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeException e) {
            return -1;
        }
    }

    /** What the request says in the fields that the response varies by; null if that is too much to keep. */
    public static @Nullable Map<String, String> vary(HeaderFields request, HeaderFields response) {
        List<String> names = response.elements("Vary");
        Map<String, String> said = new HashMap<>();
        int length = 0;
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            String value = CachedResponse.said(lower, request);
            length += value.length();
            said.put(lower, value);
        }
        return said.size() > MOST_VARY || length > LONGEST_VARY ? null : Map.copyOf(said);
    }

    /** Whether the client wants what is kept, or nothing (RFC 9111, 5.2.1.7). */
    public static boolean wantsOnlyKept(HeaderFields request) {
        return CacheControl.of(request).has("only-if-cached");
    }

    /** Whether what is kept may be given without asking. */
    public static boolean isFresh(CachedResponse kept, HeaderFields request, long nowMillis) {
        return isTaken(kept, request, 0, nowMillis);
    }

    /** Whether what is kept may be given if it is asked for again at the same time (RFC 5861, 3). */
    public static boolean isGoodMeanwhile(CachedResponse kept, HeaderFields request, long nowMillis) {
        return kept.life().meanwhileMillis() > 0
                && isTaken(kept, request, kept.life().meanwhileMillis(), nowMillis);
    }

    /** Whether it is fresh, or was so long ago at most, and this client takes it. */
    private static boolean isTaken(CachedResponse kept, HeaderFields request, long longerMillis, long nowMillis) {
        CacheControl control = CacheControl.of(request);
        boolean reload =
                control.has("no-cache") || (!request.has("Cache-Control") && request.lists("Pragma", "no-cache"));
        long most = control.seconds(Directive.MAX_AGE);
        long least = control.seconds(Directive.MIN_FRESH);
        return !kept.life().always()
                && !reload
                && nowMillis < kept.life().bornMillis() + kept.life().freshMillis() + longerMillis
                && (least == CacheControl.ABSENT || kept.ttlSeconds(nowMillis) >= least)
                && (most == CacheControl.ABSENT || kept.ageSeconds(nowMillis) <= most);
    }

    /** Whether what is kept may stand in for an error. */
    public static boolean standsIn(CachedResponse kept, long nowMillis) {
        Lifetime life = kept.life();
        return !kept.isPassing()
                && !life.always()
                && nowMillis < life.bornMillis() + life.freshMillis() + life.staleMillis();
    }

    /** Whether the client has it already, by what it asks with (RFC 9110, 13.2.2). */
    public static boolean isKnown(CachedResponse kept, HeaderFields request) {
        if (kept.status() != 200) {
            return false;
        }
        List<String> tags = request.elements("If-None-Match");
        if (!tags.isEmpty()) {
            String etag = kept.etag();
            return tags.contains("*")
                    || (etag != null && tags.stream().anyMatch(tag -> bare(tag).equals(bare(etag))));
        }
        long since = date(request.first("If-Modified-Since"));
        long modified = date(kept.read().first("Last-Modified"));
        return since >= 0 && modified >= 0 && modified <= since;
    }

    private static String bare(String etag) {
        return etag.startsWith("W/") ? etag.substring(2) : etag;
    }

    /** What is kept, after a 304 with these fields; null if it must not be kept any longer. */
    public static @Nullable CachedResponse renewed(
            CachedResponse kept, List<Map.Entry<String, String>> fields, boolean authorized, long nowMillis) {
        CachedResponse merged = kept.renewed(fields, kept.life());
        // Its age is that of the 304, not of what it says about the one before.
        CachedResponse said = new CachedResponse(304, fields, new byte[0], Map.of(), kept.life());
        HeaderFields newer = name -> name.equals("Age") || name.equals("Date")
                ? said.read().all(name)
                : merged.read().all(name);
        Lifetime life = lifetime(kept.status(), authorized, newer, nowMillis);
        return life == null ? null : new CachedResponse(kept.status(), merged.fields(), kept.body(), kept.vary(), life);
    }
}
