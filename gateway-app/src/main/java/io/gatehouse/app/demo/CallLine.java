package io.gatehouse.app.demo;

import io.gatehouse.app.console.Colours;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Puts one call into one line: time, method, path, status, upstream, milliseconds. */
final class CallLine {

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
