package io.gatehouse.observability.usage;

import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.observability.grouping.ExchangeGroup;
import io.gatehouse.observability.grouping.ExchangeGroups.GroupReader;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts exchanges by tenant, application, key, service, version, status class and the hour in which they end.
 *
 * <p>It looks into maps and adds to counters, once for those that are alike. Safe for concurrent use, without locks. What there is no room for is counted together with others, never dropped.
 */
final class UsageMeter implements GroupReader {

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
    public void ended(ExchangeGroup group, long nowMillis) {
        long hour = CalendarUnit.HOUR.at(group.endMillis());
        hour(hour).cell(group.latest()).add(group.count(), group.bytesIn(), group.bytesOut(), group.upstreamMicros());
        uses.used(group.latest(), hour);
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
