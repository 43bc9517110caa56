package io.gatehouse.throttle.mongo.counter;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.setOnInsert;

import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.Usage;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * The number of the current sub-window, what has been used in it, in each of the ten before it, and in all eleven.
 *
 * <p>Within a sub-window the sum only grows, so the two numbers say whether anything has changed.
 */
record SlidingWindowCodec(SlidingWindow limit) implements CounterCodec {

    private static final List<Long> NONE = Collections.nCopies(SlidingWindow.PARTS, 0L);

    @Override
    public List<Operation> operations(String id, long nowMillis, long permits, boolean lease) {
        long part = limit.partAt(nowMillis);
        return List.of(new Operation(
                new Document("_id", id)
                        .append("part", new Document("$gte", part).append("$lte", part + SlidingWindow.PARTS + 1))
                        .append("used", new Document("$lte", limit.limit() - permits)),
                combine(
                        inc("used", permits),
                        inc("current", permits),
                        setOnInsert("part", part),
                        setOnInsert("before", NONE)),
                true));
    }

    @Override
    public Usage read(Document document) {
        long[] counts = new long[SlidingWindow.PARTS + 1];
        counts[0] = CounterCodec.number(document, "current");
        List<Number> before = document.getList("before", Number.class);
        for (int age = 1; age < counts.length; age++) {
            counts[age] = before.get(age - 1).longValue();
        }
        return limit.counted(CounterCodec.number(document, "part"), counts);
    }

    @Override
    public Document write(Usage usage) {
        SlidingWindow.Used used = (SlidingWindow.Used) usage;
        List<Long> before = IntStream.rangeClosed(1, SlidingWindow.PARTS)
                .mapToObj(used::permits)
                .toList();
        return new Document("part", used.part())
                .append("used", used.total())
                .append("current", used.permits(0))
                .append("before", before);
    }

    @Override
    public Document unchanged(Usage usage) {
        SlidingWindow.Used used = (SlidingWindow.Used) usage;
        return new Document("part", used.part()).append("used", used.total());
    }
}
