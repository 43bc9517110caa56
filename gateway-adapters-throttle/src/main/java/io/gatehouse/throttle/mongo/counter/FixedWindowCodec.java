package io.gatehouse.throttle.mongo.counter;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.setOnInsert;

import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.Usage;
import java.util.List;
import org.bson.Document;

/** The number of the window, and what has been used in it. */
record FixedWindowCodec(FixedWindow limit) implements CounterCodec {

    @Override
    public List<Operation> operations(String id, long nowMillis, long permits, boolean lease) {
        long window = limit.windowAt(nowMillis);
        return List.of(new Operation(
                new Document("_id", id)
                        .append("window", new Document("$gte", window).append("$lte", window + 1))
                        .append("used", new Document("$lte", limit.limit() - permits)),
                combine(inc("used", permits), setOnInsert("window", window)),
                true));
    }

    @Override
    public Usage read(Document document) {
        return new FixedWindow.Used(CounterCodec.number(document, "window"), CounterCodec.number(document, "used"));
    }

    @Override
    public Document write(Usage usage) {
        FixedWindow.Used used = (FixedWindow.Used) usage;
        return new Document("window", used.window()).append("used", used.permits());
    }

    @Override
    public Document unchanged(Usage usage) {
        return write(usage);
    }
}
