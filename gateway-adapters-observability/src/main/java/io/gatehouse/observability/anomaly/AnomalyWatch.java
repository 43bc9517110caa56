package io.gatehouse.observability.anomaly;

import io.gatehouse.observability.anomaly.Baseline.Standing;
import io.gatehouse.observability.anomaly.Tally.Count;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what routes do, five minutes at a time, with their own past at the same hour of the week. What is far off is kept and
 * logged, and nothing else comes of it. A figure that is off is not learned from, unless it is so for a day: then it is what is usual.
 *
 * <p>The first {@value #MOST_ROUTES} routes are watched; one that was silent for a day makes room for another. Safe for concurrent use.
 */
final class AnomalyWatch {

    static final int MOST_ROUTES = 250;

    /** How many minutes are looked at together. */
    static final int BLOCK = 5;

    private static final Logger LOG = LoggerFactory.getLogger(AnomalyWatch.class);
    private static final int MOST_KEPT = 500;
    private static final double FAR = 6;
    /** Of fewer requests nothing is said but their rate. */
    private static final long FEW = 20;

    private static final long MINUTES_OF_A_DAY = Duration.ofDays(1).toMinutes();
    private static final int HOURS_OF_A_WEEK = 168;
    /** The first hour of the epoch was one of a Thursday; weeks begin on Monday. */
    private static final int THURSDAY = 3 * 24;

    private final Map<RouteKey, Map<Kind, Baseline>> past = new HashMap<>();
    private final Map<RouteKey, Long> lastHeard = new HashMap<>();
    private final Map<RouteKey, Map<Kind, Anomaly>> open = new HashMap<>();
    private final Deque<Anomaly> ended = new ArrayDeque<>();
    private final Consumer<Anomaly> listener;
    private boolean learning = true;

    /** Tells this one of each that has begun, and of each that is over. */
    AnomalyWatch(Consumer<Anomaly> listener) {
        this.listener = listener;
    }

    /** A route of a service, as records call them. */
    record RouteKey(String route, String service) {}

    /** What is compared. */
    enum Kind {
        RATE("requests_per_second", 0.2, 0.1),
        ERRORS("share", 0.01, 0.1),
        LATENCY("ms", 2, 0.1);

        private final String unit;
        private final double least;
        private final double share;

        Kind(String unit, double least, double share) {
            this.unit = unit;
            this.least = least;
            this.share = share;
        }

        String unit() {
            return unit;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The figure of a block; null if there is too little to say. */
        @Nullable
        Double of(@Nullable Tally tally) {
            long accepted = tally == null ? 0 : tally.get(Count.ACCEPTED);
            if (this == RATE) {
                return accepted / (BLOCK * 60.0);
            }
            if (tally == null || accepted < FEW) {
                return null;
            }
            return this == ERRORS ? (double) tally.get(Count.SERVER_ERRORS) / accepted : tally.percentileMillis(0.9);
        }
    }

    /**
     * Something that is, or was, far off.
     *
     * @param sinceMinute the first minute of the block in which it began, since the epoch
     * @param untilMinute the first minute in which it was over; null while it lasts
     */
    record Anomaly(
            RouteKey route,
            Kind kind,
            long sinceMinute,
            @Nullable Long untilMinute,
            double observed,
            double expected,
            double deviation) {}

    /** A block of minutes is over, in which routes did this; those that are known and not named did nothing. */
    void ended(long firstMinute, Map<RouteKey, Tally> tallies) {
        for (Anomaly anomaly : compared(firstMinute, tallies)) {
            tell(anomaly);
            listener.accept(anomaly);
        }
    }

    /** The anomalies that have begun, and those that are over. */
    private synchronized List<Anomaly> compared(long firstMinute, Map<RouteKey, Tally> tallies) {
        for (RouteKey route : tallies.keySet()) {
            if (past.containsKey(route) || past.size() < MOST_ROUTES || forgetSilent(firstMinute)) {
                past.computeIfAbsent(route, first -> new EnumMap<>(Kind.class));
                lastHeard.put(route, firstMinute);
            }
        }
        learning = true;
        var news = new ArrayList<Anomaly>();
        past.forEach((route, baselines) -> {
            for (Kind kind : Kind.values()) {
                Double value = kind.of(tallies.get(route));
                if (value != null) {
                    Baseline baseline = baselines.computeIfAbsent(kind, first -> new Baseline());
                    compare(route, kind, baseline, firstMinute, value, news);
                }
            }
        });
        return news;
    }

    /** Routes come and go with the registry; whether one has gone. */
    private boolean forgetSilent(long minute) {
        RouteKey silent = Collections.min(lastHeard.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        if (minute - lastHeard.getOrDefault(silent, minute) < MINUTES_OF_A_DAY) {
            return false;
        }
        past.remove(silent);
        open.remove(silent);
        lastHeard.remove(silent);
        return true;
    }

    /** The clock was set to this minute: what lasts began at times that mean nothing any more. */
    synchronized void clockWasSetTo(long minute) {
        open.clear();
        lastHeard.replaceAll((route, heard) -> Math.min(heard, minute));
    }

    private void compare(RouteKey route, Kind kind, Baseline baseline, long minute, double value, List<Anomaly> news) {
        int hour = (int) ((minute / 60 + THURSDAY) % HOURS_OF_A_WEEK);
        Standing standing = baseline.standing(hour, value, kind.least, kind.share);
        learning &= standing == null;
        boolean far = standing != null
                && (standing.deviations() > FAR || (kind == Kind.RATE && standing.deviations() < -FAR));
        Map<Kind, Anomaly> ofRoute = open.computeIfAbsent(route, first -> new EnumMap<>(Kind.class));
        Anomaly known = ofRoute.get(kind);
        if (standing != null && far) {
            long since = known == null ? minute : known.sinceMinute();
            var anomaly = new Anomaly(route, kind, since, null, value, standing.median(), standing.deviations());
            ofRoute.put(
                    kind,
                    known == null || Math.abs(known.deviation()) < Math.abs(anomaly.deviation()) ? anomaly : known);
            if (known == null) {
                news.add(anomaly);
            }
            if (minute - since < MINUTES_OF_A_DAY) {
                return;
            }
        } else if (known != null && standing != null) {
            ofRoute.remove(kind);
            var over = new Anomaly(
                    route, kind, known.sinceMinute(), minute, known.observed(), known.expected(), known.deviation());
            keep(over);
            news.add(over);
        }
        baseline.learn(hour, value);
    }

    private void keep(Anomaly over) {
        if (ended.size() == MOST_KEPT) {
            ended.removeFirst();
        }
        ended.addLast(over);
    }

    private static void tell(Anomaly anomaly) {
        RouteKey route = anomaly.route();
        if (anomaly.untilMinute() != null) {
            LOG.info(
                    "Route {} of {} is as usual again in its {}",
                    route.route(),
                    route.service(),
                    anomaly.kind().word());
        } else {
            LOG.warn(
                    "Route {} of {} is not as usual: {} is {} {}, at this hour of the week {}",
                    route.route(),
                    route.service(),
                    anomaly.kind().word(),
                    rounded(anomaly.observed()),
                    anomaly.kind().unit().replace('_', ' '),
                    rounded(anomaly.expected()));
        }
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /** Whether of no route enough of a past is known at this hour. */
    synchronized boolean isLearning() {
        return learning;
    }

    /** Those that lasted or began between these minutes, the latest first. */
    synchronized List<Anomaly> between(long from, long to) {
        var found = new ArrayList<Anomaly>(ended);
        open.values().forEach(kinds -> found.addAll(kinds.values()));
        return found.stream()
                .filter(one -> one.sinceMinute() < to && (one.untilMinute() == null || one.untilMinute() > from))
                .sorted((a, b) -> Long.compare(b.sinceMinute(), a.sinceMinute()))
                .limit(MOST_KEPT)
                .toList();
    }
}
