package io.gatehouse.app.demo;

import io.gatehouse.app.console.Colours;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TrafficListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints a line for every call that has passed, on a thread of its own: a terminal that is slow or stopped (Ctrl-S) holds
 * up nobody's call. What it cannot print in time is counted instead.
 */
final class CallLines implements TrafficListener, AutoCloseable {

    private static final int WAITING = 1000;
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    private final BlockingQueue<ExchangeRecord> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final CallLine line;
    private final PrintWriter out;
    private Runnable first = () -> {};
    private final Thread printer = new Thread(this::print, "demo-calls");

    /**
     * Prints to {@code out}; {@code hostNames} has a name for each upstream address, where the demonstration gave it one.
     */
    CallLines(PrintWriter out, Colours colours, Map<String, String> hostNames) {
        this.out = out;
        this.line = new CallLine(colours, hostNames);
        printer.setDaemon(true);
    }

    /** Begins to print: first what {@code page} prints, then what has passed already. */
    void start(Runnable page) {
        first = page;
        printer.start();
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        if (!waiting.offer(exchange)) {
            dropped.incrementAndGet();
        }
    }

    private void print() {
        try {
            first.run();
            while (true) {
                out.println(line.of(waiting.take()));
                if (waiting.isEmpty()) {
                    tellDropped();
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            tellDropped();
            out.flush();
        }
    }

    private void tellDropped() {
        long calls = dropped.getAndSet(0);
        if (calls > 0) {
            out.println("... and " + calls + " calls more than could be shown");
        }
    }

    /** Stops printing; what is printed at this moment has a second. */
    @Override
    public void close() {
        printer.interrupt();
        try {
            printer.join(LAST_LINES.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
