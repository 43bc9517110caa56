package io.gatehouse.observability.usage;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStore.Series;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is counted in one hour: a cell for each series, found by looks into maps without locks and without anything being made.
 *
 * <p>Where there is no room for another series it is counted together with others of its tenant, and where there is none for
 * another tenant, together with everybody's. Safe for concurrent use.
 */
final class HourOfUsage {

    private static final String[] STATUSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final long hour;
    private final UsageRoom room;
    private final ConcurrentMap<String, ConcurrentMap<String, ByStatus<ConcurrentMap<String, UsageCell>>>> services =
            new ConcurrentHashMap<>();
    private final ConcurrentMap<String, OfTenant> tenants = new ConcurrentHashMap<>();
    private final OfTenant everybody = new OfTenant(UsageStore.OTHER);

    HourOfUsage(long hour, UsageRoom room) {
        this.hour = hour;
        this.room = room;
    }

    long hour() {
        return hour;
    }

    private static final class ByStatus<T> {
        private final AtomicReferenceArray<@Nullable T> classes = new AtomicReferenceArray<>(STATUSES.length);

        @Nullable
        T get(int status) {
            return classes.getAcquire(status);
        }

        /** What is there afterwards. */
        T put(int status, T made) {
            return classes.compareAndSet(status, null, made) ? made : Objects.requireNonNull(classes.get(status));
        }

        void forEach(Consumer<T> each) {
            for (int status = 0; status < STATUSES.length; status++) {
                T there = classes.get(status);
                if (there != null) {
                    each.accept(there);
                }
            }
        }
    }

    /** How many series a tenant has, and what is counted of all others together. */
    private static final class OfTenant {

        /** Room for itself, and for those that are counted together. */
        static final int ROOM = 8;

        private final String tenant;
        private final AtomicInteger series = new AtomicInteger();
        private final ByStatus<UsageCell> together = new ByStatus<>();

        OfTenant(String tenant) {
            this.tenant = tenant;
        }
    }

    /** Where an exchange is counted. */
    UsageCell cell(ExchangeRecord exchange) {
        String service = text(exchange.matched().service());
        String version = text(exchange.matched().version());
        String key = text(exchange.caller().key());
        int status = status(exchange.status());
        var versions = services.get(service);
        var statuses = versions == null ? null : versions.get(version);
        var keys = statuses == null ? null : statuses.get(status);
        UsageCell cell = keys == null ? null : keys.get(key);
        return cell == null ? another(service, version, key, status, exchange.caller()) : cell;
    }

    private UsageCell another(String service, String version, String key, int status, ExchangeRecord.CalledBy caller) {
        OfTenant own = tenant(text(caller.tenant()));
        if (own == null) {
            return together(everybody, status);
        }
        if (own.series.get() >= room.mostOfTenant() || !room.take(1)) {
            return together(own, status);
        }
        var series = new Series(own.tenant, text(caller.application()), key, service, version, STATUSES[status]);
        var made = new UsageCell(room.number(), series);
        var statuses = services.computeIfAbsent(service, first -> new ConcurrentHashMap<>())
                .computeIfAbsent(version, first -> new ByStatus<>());
        var keys = statuses.get(status);
        keys = keys == null ? statuses.put(status, new ConcurrentHashMap<>()) : keys;
        UsageCell other = keys.putIfAbsent(key, made);
        if (other == null) {
            own.series.incrementAndGet();
            return made;
        }
        room.giveBack(1);
        return other;
    }

    /** Null where there is no room for another one. */
    private @Nullable OfTenant tenant(String name) {
        OfTenant known = tenants.get(name);
        if (known != null) {
            return known;
        }
        if (!room.take(OfTenant.ROOM)) {
            return null;
        }
        var made = new OfTenant(name);
        OfTenant other = tenants.putIfAbsent(name, made);
        if (other == null) {
            return made;
        }
        room.giveBack(OfTenant.ROOM);
        return other;
    }

    private UsageCell together(OfTenant own, int status) {
        UsageCell cell = own.together.get(status);
        if (cell != null) {
            return cell;
        }
        String other = UsageStore.OTHER;
        var series = new Series(own.tenant, other, other, other, other, STATUSES[status]);
        return own.together.put(status, new UsageCell(room.number(), series));
    }

    private static int status(int status) {
        return status >= 100 && status < 600 ? status / 100 : 0;
    }

    private static String text(@Nullable String name) {
        return name == null ? "" : name;
    }

    void forEach(Consumer<UsageCell> each) {
        for (var versions : services.values()) {
            for (var statuses : versions.values()) {
                statuses.forEach(keys -> keys.values().forEach(each));
            }
        }
        tenants.values().forEach(own -> own.together.forEach(each));
        everybody.together.forEach(each);
    }

    /** Its room is free for other hours; nothing is counted in it any more. */
    void end() {
        tenants.values().forEach(own -> room.giveBack(OfTenant.ROOM + own.series.get()));
    }
}
