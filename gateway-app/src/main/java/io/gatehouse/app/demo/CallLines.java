package io.gatehouse.app.demo;

import io.gatehouse.app.console.Colours;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TrafficListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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
                    printDropped();
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            printDropped();
            out.flush();
        }
    }

    private void printDropped() {
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

    /** Puts one call into one line: time, method, path, status, upstream, milliseconds. */
    static final class CallLine {

        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

        private final Colours colours;
        private final Map<String, String> hostNames;

        CallLine(Colours colours, Map<String, String> hostNames) {
            this.colours = colours;
            this.hostNames = Map.copyOf(hostNames);
        }

        String of(ExchangeRecord call) {
            String time = TIME.format(Instant.ofEpochMilli(call.startedMillis()).atZone(ZoneId.systemDefault()));
            return String.format(
                    Locale.ROOT,
                    "%s  %-6s %-28s %s  %-10s %8.1f ms%s",
                    colours.faint(time),
                    printable(call.request().method()),
                    call.request().path().isEmpty() ? "?" : call.request().path(),
                    status(call.status()),
                    upstream(call),
                    call.durationNanos() / 1e6,
                    refusal(call));
        }

        private String status(int status) {
            String text = Integer.toString(status);
            if (status >= 500) {
                return colours.bad(text);
            }
            return status >= 400 ? colours.warning(text) : colours.good(text);
        }

        private String upstream(ExchangeRecord call) {
            String address = call.forwarding().upstream();
            return address == null ? "-" : hostNames.getOrDefault(address, address);
        }

        private String refusal(ExchangeRecord call) {
            Rejection rejection = call.rejection();
            return rejection == null ? "" : "  " + colours.faint(rejection.code());
        }

        /** A method is whatever a client sent: nothing in it may steer the terminal. */
        private static String printable(String method) {
            return method.replaceAll("[^!-~]", "?");
        }
    }
}
