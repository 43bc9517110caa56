package io.gatehouse.discovery.watch;

import java.util.ArrayList;
import java.util.List;

/** A query whose rounds a test fills. */
final class ScriptedQuery implements HostQuery {

    private final List<Boolean> asked = new ArrayList<>();
    private Round round;
    private int closed;

    @Override
    public synchronized void ask(Round begun, boolean afresh) {
        round = begun;
        asked.add(afresh);
    }

    /** The round that was asked for last. */
    synchronized Round round() {
        return round;
    }

    /** How many rounds were asked for. */
    synchronized int rounds() {
        return asked.size();
    }

    /** Whether the last one was to begin afresh. */
    synchronized boolean afresh() {
        return asked.get(asked.size() - 1);
    }

    @Override
    public synchronized void close() {
        closed++;
    }

    synchronized int closed() {
        return closed;
    }
}
