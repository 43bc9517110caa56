package io.gatehouse.domain.usage;

import io.gatehouse.domain.Port;
import io.gatehouse.domain.memory.HeapShare;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what any number of gateways have counted, by the hour, and when names of the registry were used last.
 *
 * <p><b>Never double</b>: every process writes totals of its own under ids of its own, again and again, and each replaces the one
 * before. So a write may be repeated, as one that has failed may have been carried out, and a process that ends at once takes
 * nothing with it but what it has not written. Sums are over the rows of all processes, those that have ended included.
 *
 * <p><b>Hours</b> are numbered from the epoch on, as {@code CalendarUnit.HOUR} does. What is older than the retention may be dropped at any
 * time, and is dropped some time. <b>Names</b> are texts of printable ASCII, at most 512 characters long.
 *
 * <p><b>Time</b>: an operation returns or throws within its timeout, or soon after. <b>Errors</b>: {@link UsageStoreException} for
 * everything. <b>Threads</b>: called on several at a time, all of which may block. The contract suite {@code UsageStoreContract} proves an
 * implementation. One that is {@link AutoCloseable} is closed when the gateway ends.
 */
@Port
public interface UsageStore {

    /** In the place of a name: what is counted together, as there was no room to count it apart. No name of the registry is like it. */
    String OTHER = "(other)";

    /** Absence of a name, such as the tenant of calls without a key, is the empty text. */
    record Series(String tenant, String application, String key, String service, String version, String status) {}

    /**
     * What was counted.
     *
     * @param calls exchanges that have ended
     * @param bytesIn body bytes received from clients
     * @param bytesOut body bytes sent to clients
     * @param upstreamMicros from forwarding to the head of the host's response, failed tries included, in microseconds
     */
    record Counts(long calls, long bytesIn, long bytesOut, long upstreamMicros) {

        public static final Counts NONE = new Counts(0, 0, 0, 0);

        /** Both together. */
        public Counts plus(Counts other) {
            return new Counts(
                    calls + other.calls,
                    bytesIn + other.bytesIn,
                    bytesOut + other.bytesOut,
                    upstreamMicros + other.upstreamMicros);
        }
    }

    /**
     * What one process has counted of one series in one hour so far.
     *
     * @param id of no other series, hour or process; at most 64 characters of printable ASCII
     */
    record Row(String id, long hour, Series series, Counts counts) {}

    /**
     * What is known of a name: a key, a grant or a route of the registry, or a process that watches what is used.
     *
     * @param name its name
     * @param sinceMillis since when it has been there, as far as anybody knows, in milliseconds since the epoch
     * @param seenMillis when it was there last
     * @param usedMillis the hour in which it was used last; -1 for never
     */
    record Note(String name, long sinceMillis, long seenMillis, long usedMillis) {}

    /** A name that was not there for longer is a new one: it is there since what is noted of it then. */
    Duration ABSENCE = Duration.ofDays(2);

    /**
     * Writes rows, each in the place of the one with its id, and notes: of what is noted of one name the latest of both last times
     * counts, and the first {@code sinceMillis}, unless it was away for longer than {@link #ABSENCE}. After a failure any of it
     * may have been written.
     */
    void write(List<Row> rows, List<Note> notes, Duration retention, Duration timeout);

    /**
     * What is to be added up.
     *
     * @param by what sums are told apart by, each once; empty for one sum
     * @param where what rows must have, if anything; never for an hour
     * @param fromHour the first hour
     * @param toHour the hour after the last one
     * @param most so many sums at most
     */
    record Query(List<UsageDimension> by, Map<UsageDimension, String> where, long fromHour, long toHour, int most) {

        public Query {
            by = List.copyOf(by);
            where = Map.copyOf(where);
        }
    }

    /** A sum over all rows that agree in what is asked for; hours are the texts of their numbers. */
    record Sum(List<String> group, Counts counts) {

        public Sum {
            group = List.copyOf(group);
        }
    }

    /** The sums, in no order; any {@code most + 1} of them if there are more. */
    List<Sum> sum(Query query, Duration timeout);

    /** The first hour of which everything is there that was written and is not older than the retention. */
    default long completeFrom() {
        return 0;
    }

    /** All notes, each name once. */
    List<Note> notes(Duration timeout);

    /** Makes what the store needs, such as indexes. Called off the requests' path, and again after a failure; may block. */
    default void prepare(Duration timeout) {}

    /** What it takes of the heap, where that grows with what is counted. */
    default List<HeapShare> heapShares() {
        return List.of();
    }

    /** Why it cannot be reached at the moment, in words for operators that hold no secrets; empty if that is not known. Never blocks. */
    default Optional<String> outageReason() {
        return Optional.empty();
    }
}
