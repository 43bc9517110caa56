package io.gatehouse.observability.usage;

import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TrafficListener;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts exchanges by tenant, application, key, service, version, status class and the hour in which they end.
 *
 * <p>On I/O threads it looks into maps and adds to counters. What there is no room for is counted together with others, never dropped.
 */
final class UsageMeter implements TrafficListener {

    private final UsageRoom room;
    private final LastUses uses;
    private final Map<Long, HourOfUsage> hours = new ConcurrentHashMap<>();
    private volatile HourOfUsage latest;

    UsageMeter(UsageRoom room, LastUses uses) {
        this.room = room;
        this.uses = uses;
        latest = new HourOfUsage(-1, room);
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        long end = exchange.startedMillis() + TimeUnit.NANOSECONDS.toMillis(exchange.durationNanos());
        long hour = CalendarUnit.HOUR.at(end);
        long upstream = exchange.forwarding().firstByteNanos();
        hour(hour)
                .cell(exchange)
                .add(
                        exchange.bytesIn(),
                        exchange.bytesOut(),
                        upstream < 0 ? 0 : TimeUnit.NANOSECONDS.toMicros(upstream));
        uses.used(exchange, hour);
    }

    private HourOfUsage hour(long hour) {
        HourOfUsage found = latest;
        if (found.hour() == hour) {
            return found;
        }
        found = hours.computeIfAbsent(hour, first -> new HourOfUsage(first, room));
        if (hour > latest.hour()) {
            latest = found;
        }
        return found;
    }

    /** All hours of which something may not have been written. */
    Collection<HourOfUsage> hours() {
        return hours.values();
    }

    /** Forgets an hour that is over, and all of which has been written. */
    void forget(HourOfUsage hour) {
        if (hours.remove(hour.hour(), hour)) {
            hour.end();
        }
    }
}
