package io.gatehouse.observability.feed;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.feed.FeedEvent.Kind;
import io.gatehouse.observability.tally.TrafficTally;
import io.gatehouse.observability.trafficlog.ExchangeFilter;
import io.gatehouse.observability.trafficlog.ExchangeSummary;
import io.gatehouse.observability.trafficlog.TrafficQueue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What happens, for those who read along. Costs next to nothing while nobody does. Safe for concurrent use: whoever has an event puts it into a bounded queue
 * and goes on; the thread of the traffic hands it to the readers.
 */
public final class LiveFeed implements TrafficQueue.Reader {

    private static final int MOST_EVENTS = 1024;
    private static final int MOST_LIMITED = 200;
    /** Of these so many keys of a tenant, or addresses without one; what is beyond is told together. */
    private static final int MOST_OF_TENANT = 50;

    private static final long MILLIS_A_SECOND = 1_000;

    private final List<FeedReader> readers = new CopyOnWriteArrayList<>();
    private final Queue<FeedEvent> events = new MpscAtomicArrayQueue<>(MOST_EVENTS);
    private final LongAdder overflow = new LongAdder();
    private final Map<Limited, Refused> limited = new HashMap<>();
    private final Map<String, Integer> limitedOfTenant = new HashMap<>();
    private long second;
    private long sequence;

    /** Whether a reader has room for requests, as far as the last look tells; while none has, they are only counted. */
    private volatile boolean open;

    private final LongAdder unseen = new LongAdder();

    /** Who was refused by which limit. */
    private record Limited(
            @Nullable String tenant,
            @Nullable String key,
            @Nullable String client,
            @Nullable String service,
            @Nullable String strategy,
            String code) {

        static Limited of(ExchangeRecord exchange, String code) {
            ExchangeRecord.CalledBy caller = exchange.caller();
            return new Limited(
                    caller.tenant(),
                    caller.key(),
                    caller.key() == null ? exchange.request().client() : null,
                    exchange.matched().service(),
                    exchange.decided().strategy(),
                    code);
        }

        Limited ofAll() {
            return new Limited(tenant, null, null, service, strategy, code);
        }

        FeedEvent refused(String time, long times) {
            return new FeedEvent(
                    Kind.LIMIT, new FeedEvent.LimitRefusals(time, tenant, key, client, service, strategy, code, times));
        }
    }

    /** So many times; the first of them tells who wants to know. */
    private record Refused(ExchangeRecord first, long times) {

        Refused again(Refused more) {
            return new Refused(first, times + more.times);
        }
    }

    /** Somebody who reads along from the beginning of its stream to its end. */
    FeedReader reader(Set<Kind> wanted, ExchangeFilter filter) {
        return new FeedReader(wanted, filter, this::join, readers::remove);
    }

    private void join(FeedReader reader) {
        readers.add(reader);
        open = true;
    }

    /** How many read. */
    public int readers() {
        return readers.size();
    }

    /** Something has happened. Called on any thread; never blocks. */
    public void publish(FeedEvent event) {
        if (!readers.isEmpty() && !events.offer(event)) {
            overflow.increment();
        }
    }

    @Override
    public boolean wants(ExchangeRecord exchange) {
        if (readers.isEmpty()) {
            return false;
        }
        if (open || TrafficTally.isByLimit(exchange.rejection())) {
            return true;
        }
        unseen.increment();
        return false;
    }

    @Override
    public void ended(ExchangeRecord exchange, long nowMillis) {
        if (readers.isEmpty()) {
            return;
        }
        byte[] encoded = null;
        for (FeedReader reader : readers) {
            if (reader.takes(exchange, nowMillis)) {
                if (encoded == null) {
                    encoded = new FeedEvent(Kind.REQUEST, ExchangeSummary.of(exchange)).encoded(++sequence);
                }
                reader.offer(encoded);
            }
        }
        if (exchange.rejection() != null && TrafficTally.isByLimit(exchange.rejection())) {
            Limited who = Limited.of(exchange, exchange.rejection().code());
            String tenant = Objects.requireNonNullElse(who.tenant(), "");
            if (!limited.containsKey(who) && limitedOfTenant.merge(tenant, 1, Integer::sum) > MOST_OF_TENANT) {
                who = who.ofAll();
            }
            if (limited.size() < MOST_LIMITED || limited.containsKey(who)) {
                limited.merge(who, new Refused(exchange, 1), Refused::again);
            }
        }
    }

    @Override
    public void pause(long nowMillis) {
        long now = nowMillis / MILLIS_A_SECOND;
        if (now != second) {
            second = now;
            String time = ApiJson.time(nowMillis);
            limited.forEach((who, refused) -> hand(who.refused(time, refused.times()), refused.first()));
            limited.clear();
            limitedOfTenant.clear();
        }
        for (FeedEvent event = events.poll(); event != null; event = events.poll()) {
            hand(event, null);
        }
        long dropped = overflow.sumThenReset();
        long requests = unseen.sumThenReset();
        boolean room = false;
        for (FeedReader reader : readers) {
            reader.lose(dropped + (reader.wants(Kind.REQUEST) ? requests : 0));
            reader.send();
            room |= reader.hasRoomForRequests(nowMillis);
        }
        open = room;
    }

    private void hand(FeedEvent event, @Nullable ExchangeRecord about) {
        byte[] encoded = null;
        for (FeedReader reader : readers) {
            if (about == null ? reader.wants(event.kind()) : reader.wants(event.kind(), about)) {
                encoded = encoded == null ? event.encoded(++sequence) : encoded;
                reader.offer(encoded);
            }
        }
    }
}
