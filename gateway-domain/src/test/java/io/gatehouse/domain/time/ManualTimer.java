package io.gatehouse.domain.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A timer whose time passes only when a test says so; tasks then run on the test's thread, in the order they are due.
 * Safe for concurrent use.
 */
public final class ManualTimer implements Timer {

    private final List<Task> tasks = new ArrayList<>();
    private long now;

    private record Task(long due, Runnable work) {}

    @Override
    public synchronized Cancellation after(Duration delay, Runnable work) {
        var task = new Task(now + delay.toNanos(), work);
        tasks.add(task);
        return () -> remove(task);
    }

    /** Lets time pass and runs what is due meanwhile, also what these tasks themselves begin. */
    public void advance(Duration by) {
        long until = now() + by.toNanos();
        for (Task task = takeDue(until); task != null; task = takeDue(until)) {
            task.work().run();
        }
        synchronized (this) {
            now = until;
        }
    }

    /** The delays, from now, of the tasks that wait, the nearest first. */
    public synchronized List<Duration> waiting() {
        return tasks.stream()
                .map(Task::due)
                .sorted()
                .map(due -> Duration.ofNanos(due - now))
                .toList();
    }

    private synchronized long now() {
        return now;
    }

    private synchronized Task takeDue(long until) {
        Task next = tasks.stream()
                .filter(task -> task.due() <= until)
                .min(Comparator.comparingLong(Task::due))
                .orElse(null);
        if (next != null) {
            remove(next);
            now = Math.max(now, next.due());
        }
        return next;
    }

    /** By identity: two tasks may be equal. */
    @SuppressWarnings("ReferenceEquality")
    private synchronized void remove(Task task) {
        tasks.removeIf(waiting -> waiting == task);
    }
}
