package io.gatehouse.http.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificates of all ports, and those towards upstreams, for those who watch over them. Safe for concurrent use. */
public final class ServedCertificates {

    /** There are none. */
    public static final ServedCertificates NONE = new ServedCertificates(List.of());

    /** So long ahead it is told that a certificate ends. */
    public static final Duration WARNED_AHEAD = Duration.ofDays(14);

    private final List<WatchedCertificates> all;

    /** These. */
    public ServedCertificates(List<? extends WatchedCertificates> all) {
        this.all = List.copyOf(all);
    }

    /**
     * A port with TLS.
     *
     * @param name what the configuration calls it
     * @param tls what it serves
     */
    public record SecuredPort(String name, ListenerTls tls) implements WatchedCertificates {

        @Override
        public boolean reload(Instant now) {
            return tls.reload(now);
        }

        @Override
        public List<String> problems() {
            return tls.problems();
        }

        @Override
        public List<Presented> presented() {
            return tls.presented(name);
        }
    }

    /** All that are in use. */
    public List<WatchedCertificates> all() {
        return all;
    }

    /** All certificates as they are now. */
    public List<WatchedCertificates.Presented> presented() {
        var found = new ArrayList<WatchedCertificates.Presented>();
        all.forEach(one -> found.addAll(one.presented()));
        return found;
    }

    /** What keeps files from being served as they are, one line each. */
    public List<String> problems() {
        var found = new ArrayList<String>();
        all.forEach(one -> found.addAll(one.problems()));
        return found;
    }

    /** What is to be said of a certificate that ends then, or is awaited; null if there is nothing. */
    public static @Nullable String warning(@Nullable Instant end, Instant now) {
        if (end == null) {
            return "is not there yet: who asks for it is refused, or gets another";
        }
        if (now.isAfter(end)) {
            return "has expired: " + end;
        }
        return now.plus(WARNED_AHEAD).isAfter(end) ? "expires: " + end : null;
    }
}
