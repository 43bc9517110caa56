package io.gatehouse.domain.time;

import java.io.Serial;
import java.util.concurrent.CopyOnWriteArrayList;

/** A list that other threads add to while a test waits for what comes. */
public final class Arrivals<E> extends CopyOnWriteArrayList<E> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient WatchedCount count = new WatchedCount();

    @Override
    public boolean add(E arrived) {
        super.add(arrived);
        count.add(1);
        return true;
    }

    /** Waits until so many have come since it was made; fails after a minute. */
    public void await(int wanted) {
        count.await(wanted + " arrivals", come -> come >= wanted);
    }
}
