package io.gatehouse.discovery.watch;

import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.upstream.HostDiscovery;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** A source of hosts: all who ask it the same share one watch, which ends when the last of them leaves. Safe for concurrent use. */
public final class WatchedSource implements HostDiscovery, AutoCloseable {

    private final ConcurrentMap<Record, SharedWatch> watches = new ConcurrentHashMap<>();
    private final Function<Record, HostQuery> queries;
    private final Runnable connection;
    private final Timer timer;
    private final Executor threads;

    /**
     * A source that is asked by these queries.
     *
     * @param queries makes what asks a question, of its parameters; connects to nobody
     * @param connection ends what the queries share
     * @param threads where the source is asked, as that may read files
     */
    public WatchedSource(Function<Record, HostQuery> queries, Runnable connection, Timer timer, Executor threads) {
        this.queries = queries;
        this.connection = connection;
        this.timer = timer;
        this.threads = threads;
    }

    @Override
    public Watch watch(VersionKey version, HostSource.Discovered source, Receiver receiver) {
        Record question = source.parameters();
        var member = new SharedWatch.Member(receiver);
        SharedWatch joined = watches.compute(question, (key, known) -> {
            SharedWatch watch = known == null ? new SharedWatch(queries.apply(key), timer, threads) : known;
            watch.add(member);
            return watch;
        });
        joined.greet(member);
        return () -> leave(question, member);
    }

    /** Whoever leaves may hold a lock that reports wait for, so this waits for no report. */
    private void leave(Record question, SharedWatch.Member member) {
        watches.computeIfPresent(question, (key, watch) -> watch.removeLast(member) ? null : watch);
    }

    /** How many questions are asked. */
    int size() {
        return watches.size();
    }

    @Override
    public void close() {
        watches.keySet()
                .forEach(question -> watches.computeIfPresent(question, (key, watch) -> {
                    watch.end();
                    return null;
                }));
        connection.run();
    }
}
