package io.gatehouse.http.exchange;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.PerSecond;
import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.http.codec.FieldLines;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says which trace an exchange belongs to: its caller's, as of W3C Trace Context, or one that begins here. A trace of a caller who is believed
 * is sampled as it says, others by their share; and never more in a second than there may be. Safe for concurrent use; takes no lock.
 */
public final class Traces {

    static final HttpString TRACEPARENT = new HttpString("traceparent");

    /** {@code 00-}, 32 hex digits, a dash, 16 hex digits, a dash and two hex digits. */
    private static final int LENGTH = 55;

    private final long bound;
    private final PerSecond most;
    private final Predicate<InetAddress> believed;
    private final GatewayClock clock;

    /**
     * Samples this share of the traces, between 0 and 1.
     *
     * @param perSecond how many are sampled in a second at most
     * @param believed whose callers at the other end of a connection say themselves what is sampled
     */
    public Traces(double share, int perSecond, Predicate<InetAddress> believed, GatewayClock clock) {
        this.bound = share >= 1 ? Long.MAX_VALUE : (long) (share * Long.MAX_VALUE);
        this.most = new PerSecond(perSecond);
        this.believed = believed;
        this.clock = clock;
    }

    /** How many traces were not sampled as there were too many of them. */
    public long leftOut() {
        return most.leftOut();
    }

    /** The trace of a request with these header fields, by whoever is at the other end of its connection. */
    TraceContext of(FieldLines request, InetAddress peer) {
        String parent = request.first(TRACEPARENT);
        if (parent != null && !isTwice(request)) {
            TraceContext continued = continued(parent, spanId());
            if (continued != null) {
                boolean wanted = believed.test(peer)
                        ? continued.sampled()
                        : isOfShare(ThreadLocalRandom.current().nextLong());
                return continued.sampledOrNot(wanted && hasRoom());
            }
        }
        return begun();
    }

    private TraceContext begun() {
        var random = ThreadLocalRandom.current();
        long high = random.nextLong();
        long low = random.nextLong();
        return new TraceContext(high, low == 0 ? 1 : low, 0, spanId(), isOfShare(low) && hasRoom());
    }

    private boolean isOfShare(long random) {
        return (random & Long.MAX_VALUE) < bound;
    }

    private boolean hasRoom() {
        return most.take(clock.epochMillis());
    }

    private static long spanId() {
        long id = ThreadLocalRandom.current().nextLong();
        return id == 0 ? 1 : id;
    }

    /** Two say nothing that could be relied on. */
    private static boolean isTwice(FieldLines request) {
        int found = 0;
        for (int i = 0; i < request.count(); i++) {
            found += request.name(i).equals(TRACEPARENT) ? 1 : 0;
        }
        return found > 1;
    }

    /** The place in a caller's trace; null if the header says none. */
    static @Nullable TraceContext continued(@Nullable String parent, long spanId) {
        if (parent == null
                || parent.length() < LENGTH
                || parent.charAt(2) != '-'
                || parent.charAt(35) != '-'
                || parent.charAt(52) != '-'
                || !isHex(parent, 0, 2)
                || !isHex(parent, 3, 35)
                || !isHex(parent, 36, 52)
                || !isHex(parent, 53, 55)) {
            return null;
        }
        int version = (int) number(parent, 0, 2);
        boolean ends = parent.length() == LENGTH || (version > 0 && parent.charAt(LENGTH) == '-');
        long high = number(parent, 3, 19);
        long low = number(parent, 19, 35);
        long parentId = number(parent, 36, 52);
        return version == 0xff || !ends || (high | low) == 0 || parentId == 0
                ? null
                : new TraceContext(high, low, parentId, spanId, (number(parent, 53, 55) & 1) != 0);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long number(String text, int from, int to) {
        return Long.parseUnsignedLong(text, from, to, 16);
    }
}
