package io.example.traffic;

import io.example.traffic.BatchReceiver.Outcome;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.plugin.AdapterSupport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every exchange as a line into a queue, from which one thread posts them in batches.
 *
 * <p>The queue is bounded by bytes, a batch that is under way included. What does not fit is dropped and counted, so that neither a
 * slow receiver nor a flood of requests takes more of the heap, or of an I/O thread, than that. A batch that the receiver does not
 * take is sent again, with growing pauses, until it does or the gateway ends: so it can arrive twice, with one id.
 */
final class TrafficBatches implements TrafficListener, AdapterSupport, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficBatches.class);

    /** What a line takes besides its bytes: the array's head, and its place in the queue. */
    private static final int OVERHEAD = 64;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Ends the queue. */
    private static final byte[] END = {};

    private final TrafficBatchesModule.Settings settings;
    private final GatewayClock clock;
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final AtomicLong heldBytes = new AtomicLong();
    private final AtomicLong heldLines = new AtomicLong();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread sender = new Thread(this::send, "traffic-batches");
    private final String name = UUID.randomUUID().toString();

    /** For the log: without the query, which may hold a secret. */
    private final String receiverName;

    /** Of the sender. */
    private long batches;

    private boolean away;

    private volatile long closeAtNanos;

    TrafficBatches(TrafficBatchesModule.Settings settings, GatewayClock clock) {
        this.settings = settings;
        this.clock = clock;
        this.receiverName = settings.url().getScheme() + "://" + settings.url().getAuthority()
                + settings.url().getPath();
        sender.setDaemon(true);
    }

    void bindTo(MeterRegistry meters) {
        FunctionCounter.builder("traffic.batches.exchanges", delivered, LongAdder::sum)
                .tag("outcome", "delivered")
                .register(meters);
        FunctionCounter.builder("traffic.batches.exchanges", dropped, LongAdder::sum)
                .tag("outcome", "dropped")
                .register(meters);
    }

    @Override
    public void start() {
        sender.start();
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        long most = settings.queue().bytes();
        if (closing.getCount() == 0 || heldBytes.get() >= most) {
            dropped.increment();
            return;
        }
        byte[] line;
        try {
            line = ExchangeLine.of(exchange);
        } catch (IOException | RuntimeException e) {
            dropped.increment();
            return;
        }
        long bytes = line.length + OVERHEAD;
        if (heldBytes.addAndGet(bytes) > most) {
            heldBytes.addAndGet(-bytes);
            dropped.increment();
            return;
        }
        heldLines.incrementAndGet();
        queue.add(line);
    }

    /** Exchanges that wait to be posted, or are being posted. */
    long held() {
        return heldLines.get();
    }

    /** Exchanges that nobody will hear of. */
    long dropped() {
        return dropped.sum();
    }

    /** What the thread does until the end. */
    private void send() {
        var receiver = new BatchReceiver(settings);
        try {
            List<byte[]> batch = new ArrayList<>();
            boolean more = true;
            while (more) {
                more = fill(batch);
                if (!batch.isEmpty()) {
                    deliver(batch, receiver);
                    release(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a whole batch, or for what comes within the interval after its first line; false at the end. */
    private boolean fill(List<byte[]> batch) throws InterruptedException {
        byte[] line = queue.take();
        long until = clock.nanoTime() + settings.interval().toNanos();
        while (line != null && line != END) {
            batch.add(line);
            if (batch.size() == settings.batchSize()) {
                return true;
            }
            line = queue.poll(until - clock.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return line != END;
    }

    private void deliver(List<byte[]> batch, BatchReceiver receiver) throws InterruptedException {
        String id = name + "-" + batches++;
        Duration pause = FIRST_PAUSE;
        while (true) {
            Duration timeout = timeLeft();
            Outcome outcome =
                    timeout.isZero() ? new Outcome.Away("the gateway ends") : receiver.post(id, batch, timeout);
            if (outcome instanceof Outcome.Taken) {
                delivered.add(batch.size());
                if (away) {
                    away = false;
                    LOG.info("{} takes batches again; exchanges dropped so far: {}", receiverName, dropped.sum());
                }
                return;
            }
            if (outcome instanceof Outcome.Refused refused) {
                dropped.add(batch.size());
                LOG.warn(
                        "{} refuses a batch with status {}; exchanges dropped: {}",
                        receiverName,
                        refused.status(),
                        batch.size());
                return;
            }
            if (!away) {
                away = true;
                LOG.warn("{} takes no batches: {}; trying again", receiverName, ((Outcome.Away) outcome).reason());
            }
            if (closing.getCount() == 0) {
                dropped.add(batch.size());
                return;
            }
            if (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    /** For one batch as long as is set; once the gateway ends, for all that are left together. */
    private Duration timeLeft() {
        if (closing.getCount() > 0) {
            return settings.timeout();
        }
        return Duration.ofNanos(Math.max(0, closeAtNanos - clock.nanoTime()));
    }

    private void release(List<byte[]> batch) {
        heldLines.addAndGet(-batch.size());
        for (byte[] line : batch) {
            heldBytes.addAndGet(-(line.length + OVERHEAD));
        }
        batch.clear();
    }

    /** Posts what is left: one attempt for each batch, all within the time limit. What is under way has the limit to itself before. */
    @Override
    public void close() {
        closeAtNanos = clock.nanoTime() + settings.timeout().toNanos();
        closing.countDown();
        queue.add(END);
        try {
            sender.join(settings.timeout().multipliedBy(2).toMillis() + 1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.remove(END);
        dropped.add(queue.size());
        queue.clear();
        if (dropped.sum() > 0) {
            LOG.warn("ended; exchanges dropped: {}, delivered to {}: {}", dropped.sum(), receiverName, delivered.sum());
        }
    }
}
