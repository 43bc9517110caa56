package io.gatehouse.domain.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.concurrency.Overload.Reason;
import io.gatehouse.domain.concurrency.Overload.WhoseLimit;
import io.gatehouse.domain.quota.Permit;
import io.gatehouse.domain.service.ConcurrencyPolicy;
import io.gatehouse.domain.service.ConcurrencyPolicy.Bounds;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.tenancy.Priority;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConcurrencyGateTest {

    private static final List<Priority> PRIORITIES = List.of(Priority.values());

    private final ManualClock clock = new ManualClock();
    private final ManualTimer timer = new ManualTimer();
    private final Map<String, Call> calls = new HashMap<>();
    private int hostsTaken;
    private int hosts = Integer.MAX_VALUE;

    /** One call, and what it has been told. */
    private final class Call implements ConcurrencyGate.Arrival {

        private final String tenant;
        private final Priority priority;
        private String told = "waits";
        private int goesOn;
        private @Nullable Permit permit;

        Call(String tenant, Priority priority) {
            this.tenant = tenant;
            this.priority = priority;
        }

        @Override
        public String tenant() {
            return tenant;
        }

        @Override
        public Priority priority() {
            return priority;
        }

        @Override
        public boolean admit() {
            if (hostsTaken >= hosts) {
                return false;
            }
            hostsTaken++;
            told = "in";
            return true;
        }

        @Override
        public void refuse(Overload why) {
            told = why.limit() + " " + why.reason();
        }

        @Override
        public void goOn() {
            goesOn++;
        }
    }

    private static ConcurrencyPolicy policy(int limit, int length, int ofTenant) {
        return policy(limit, length, ofTenant, 1000);
    }

    private static ConcurrencyPolicy policy(int limit, int length, int ofTenant, int timeoutMillis) {
        return new ConcurrencyPolicy(
                new Bounds(limit, limit),
                null,
                length,
                Duration.ofMillis(timeoutMillis),
                ofTenant,
                TestServices.ORIGIN);
    }

    private ConcurrencyGate gate(int limit, int length, int ofTenant) {
        return new ConcurrencyGate(policy(limit, length, ofTenant), clock, timer);
    }

    private Call enter(ConcurrencyGate gate, String name, String tenant, Priority priority) {
        var call = new Call(tenant, priority);
        calls.put(name, call);
        call.permit = gate.enter(call);
        return call;
    }

    private void leave(ConcurrencyGate gate, Call call) {
        if (call.told.equals("in")) {
            call.told = "left";
            hostsTaken--;
        }
        if (call.permit != null) {
            call.permit.release();
        }
        gate.hostLeft(-1);
    }

    private void pass(Duration time) {
        clock.advance(time);
        timer.advance(time);
    }

    private String told(String... names) {
        return String.join(
                ", ", List.of(names).stream().map(name -> calls.get(name).told).toList());
    }

    @Test
    void tenantsTakeTurnsAndTheMoreImportantGoFirst() {
        ConcurrencyGate gate = gate(1, 10, 9);
        Call first = enter(gate, "first", "t", Priority.NORMAL);
        enter(gate, "a1", "a", Priority.NORMAL);
        enter(gate, "a2", "a", Priority.NORMAL);
        enter(gate, "b1", "b", Priority.NORMAL);
        enter(gate, "low", "c", Priority.LOW);
        enter(gate, "high", "a", Priority.HIGH);
        assertThat(gate.waiting()).isEqualTo(5);
        Call last = first;
        for (String next : List.of("high", "a1", "b1", "a2", "low")) {
            leave(gate, last);
            assertThat(told(next)).as(next).isEqualTo("in");
            assertThat(gate.inFlight()).isEqualTo(1);
            last = calls.get(next);
        }
        leave(gate, last);
        assertThat(gate.inFlight()).isZero();
        assertThat(calls.values()).allMatch(call -> call.goesOn == 1);
    }

    @Test
    void atOverloadTheLeastImportantGoesAndEachIsToldWhoseLimitItWas() {
        ConcurrencyGate gate = gate(1, 3, 2);
        enter(gate, "in", "t", Priority.LOW);
        enter(gate, "a1", "a", Priority.LOW);
        enter(gate, "a2", "a", Priority.LOW);
        enter(gate, "a3", "a", Priority.NORMAL);
        enter(gate, "b1", "b", Priority.NORMAL);
        enter(gate, "c1", "c", Priority.LOW);
        enter(gate, "c2", "c", Priority.NORMAL);
        enter(gate, "c3", "c", Priority.HIGH);

        assertThat(told("a3")).isEqualTo("TENANT SHARE_USED");
        assertThat(told("c1")).isEqualTo("SERVICE LINE_FULL");
        assertThat(told("a2")).as("gave its place to c2").isEqualTo("SERVICE LESS_IMPORTANT");
        assertThat(told("a1")).as("gave its place to c3").isEqualTo("SERVICE LESS_IMPORTANT");
        pass(Duration.ofSeconds(1));
        assertThat(told("b1", "c2", "c3"))
                .isEqualTo("SERVICE WAITED_TOO_LONG, SERVICE WAITED_TOO_LONG, SERVICE WAITED_TOO_LONG");
        assertThat(gate.waiting()).isZero();
        assertThat(told("in")).isEqualTo("in");
    }

    @Test
    void waitsForHostsThatAreAtTheirLimits() {
        hosts = 1;
        ConcurrencyGate gate = gate(10, 5, 5);
        Call first = enter(gate, "first", "t", Priority.NORMAL);
        enter(gate, "second", "t", Priority.NORMAL);
        assertThat(gate.inFlight()).as("who waits for a host takes no place").isEqualTo(1);
        leave(gate, first);
        assertThat(told("second")).isEqualTo("in");
        enter(gate, "third", "t", Priority.NORMAL);
        pass(Duration.ofSeconds(1));
        assertThat(told("third")).isEqualTo("HOSTS WAITED_TOO_LONG");
    }

    @Test
    void whoGoesAwayWhileItWaitsTakesNothing() {
        ConcurrencyGate gate = gate(1, 5, 5);
        Call first = enter(gate, "first", "t", Priority.NORMAL);
        Call second = enter(gate, "second", "t", Priority.NORMAL);
        leave(gate, second);
        leave(gate, second);
        assertThat(gate.waiting()).isZero();
        leave(gate, first);
        leave(gate, first);
        assertThat(gate.inFlight()).isZero();
        assertThat(told("second")).isEqualTo("waits");
    }

    @Test
    void aHigherLimitLetsIn() {
        ConcurrencyGate gate = gate(1, 5, 5);
        enter(gate, "first", "t", Priority.NORMAL);
        enter(gate, "second", "t", Priority.NORMAL);
        enter(gate, "third", "t", Priority.NORMAL);
        gate.update(policy(2, 5, 5));
        gate.hostLeft(-1);
        assertThat(told("second", "third")).isEqualTo("in, waits");
        gate.update(ConcurrencyPolicy.NONE);
        pass(Duration.ZERO);
        gate.hostLeft(-1);
        assertThat(told("third")).isEqualTo("in");
    }

    @Test
    void aShorterWaitHoldsForThoseWhoWait() {
        ConcurrencyGate gate = gate(1, 5, 5);
        enter(gate, "first", "t", Priority.NORMAL);
        enter(gate, "second", "t", Priority.NORMAL);
        gate.update(policy(1, 5, 5, 10));
        enter(gate, "third", "t", Priority.NORMAL);
        pass(Duration.ofMillis(10));
        assertThat(told("second", "third")).isEqualTo("SERVICE WAITED_TOO_LONG, SERVICE WAITED_TOO_LONG");
        gate.update(policy(1, 5, 5, 5000));
        enter(gate, "fourth", "t", Priority.NORMAL);
        pass(Duration.ofMillis(4999));
        assertThat(told("fourth")).isEqualTo("waits");
        pass(Duration.ofMillis(1));
        assertThat(told("fourth")).isEqualTo("SERVICE WAITED_TOO_LONG");
        assertThat(timer.waiting()).isEmpty();
    }

    @Test
    void saysWithoutCountingWhatWouldBecomeOfACall() {
        ConcurrencyGate gate = gate(1, 1, 1);
        assertThat(gate.preview("t", Priority.NORMAL)).isNull();
        enter(gate, "first", "t", Priority.NORMAL);
        assertThat(gate.preview("t", Priority.NORMAL)).as("it would wait").isNull();
        enter(gate, "second", "t", Priority.NORMAL);
        assertThat(gate.preview("u", Priority.NORMAL)).isEqualTo(new Overload(WhoseLimit.SERVICE, Reason.LINE_FULL));
        assertThat(gate.preview("u", Priority.HIGH))
                .as("it would take the place of the other")
                .isNull();
        assertThat(gate.waiting()).isEqualTo(1);
    }

    @Test
    void neverLetsInMoreThanItMayWithSeveralThreads() throws Exception {
        ConcurrencyGate gate = gate(5, 20, 20);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var settled = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        var permit = new AtomicInteger();
                        var held = new Permit[1];
                        held[0] = gate.enter(new ConcurrencyGate.Arrival() {
                            @Override
                            public String tenant() {
                                return "t";
                            }

                            @Override
                            public Priority priority() {
                                return Priority.NORMAL;
                            }

                            @Override
                            public boolean admit() {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                permit.set(1);
                                return true;
                            }

                            @Override
                            public void refuse(Overload why) {
                                permit.set(2);
                            }

                            @Override
                            public void goOn() {
                                settled.incrementAndGet();
                            }
                        });
                        if (permit.get() == 1) {
                            inside.decrementAndGet();
                        }
                        held[0].release();
                        if (permit.get() == 0) {
                            settled.incrementAndGet();
                        }
                    }
                }));
            }
            for (Future<?> one : work) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(gate.inFlight()).isZero();
        assertThat(gate.waiting()).isZero();
        assertThat(most.get()).isBetween(1, 5);
    }

    /** The same rules, written down plainly: one list of those who wait, searched through for everything. */
    private static final class PlainGate {

        private final List<PlainCall> waiting = new ArrayList<>();
        private final Map<Priority, List<String>> turns = new HashMap<>();
        private int limit;
        private int length;
        private int ofTenant;
        private int hosts;
        private int inside;
        private int timeout = 1000;
        private long now;

        private static final class PlainCall {
            private final String tenant;
            private final Priority priority;
            private long deadline;
            private String told = "waits";

            PlainCall(String tenant, Priority priority) {
                this.tenant = tenant;
                this.priority = priority;
            }
        }

        private boolean room() {
            return inside < limit && inside < hosts;
        }

        private String limit() {
            return inside < limit ? "HOSTS " : "SERVICE ";
        }

        private List<PlainCall> of(Priority priority, String tenant) {
            return waiting.stream()
                    .filter(call -> call.priority == priority && call.tenant.equals(tenant))
                    .toList();
        }

        private List<String> turns(Priority priority) {
            return turns.computeIfAbsent(priority, first -> new ArrayList<>());
        }

        private void add(PlainCall call) {
            if (of(call.priority, call.tenant).isEmpty()) {
                turns(call.priority).add(call.tenant);
            }
            waiting.add(call);
        }

        private void remove(PlainCall call) {
            if (waiting.remove(call) && of(call.priority, call.tenant).isEmpty()) {
                turns(call.priority).remove(call.tenant);
            }
        }

        void enter(PlainCall call) {
            if (waiting.isEmpty() && room()) {
                inside++;
                call.told = "in";
                return;
            }
            if (ofTenant < length
                    && waiting.stream()
                                    .filter(one -> one.tenant.equals(call.tenant))
                                    .count()
                            >= ofTenant) {
                call.told = "TENANT SHARE_USED";
                return;
            }
            if (waiting.size() >= length) {
                PlainCall loser = null;
                for (Priority priority : Priority.values()) {
                    List<String> turn = turns(priority);
                    if (loser == null && length > 0 && priority.compareTo(call.priority) < 0 && !turn.isEmpty()) {
                        List<PlainCall> last = of(priority, turn.get(turn.size() - 1));
                        loser = last.get(last.size() - 1);
                    }
                }
                if (loser == null) {
                    call.told = limit() + "LINE_FULL";
                    return;
                }
                loser.told = limit() + "LESS_IMPORTANT";
                remove(loser);
            }
            call.deadline = now + timeout;
            add(call);
        }

        void leave(PlainCall call) {
            if (call.told.equals("in")) {
                call.told = "left";
                inside--;
            } else {
                remove(call);
            }
            serve();
        }

        void update() {
            if (length > 0) {
                waiting.forEach(call -> call.deadline = Math.min(call.deadline, now + timeout));
            }
            serve();
        }

        void serve() {
            while (!waiting.isEmpty() && room()) {
                for (Priority priority : List.of(Priority.HIGH, Priority.NORMAL, Priority.LOW)) {
                    List<String> turn = turns(priority);
                    if (!turn.isEmpty()) {
                        String tenant = turn.remove(0);
                        PlainCall first = of(priority, tenant).get(0);
                        waiting.remove(first);
                        if (!of(priority, tenant).isEmpty()) {
                            turn.add(tenant);
                        }
                        first.told = "in";
                        inside++;
                        break;
                    }
                }
            }
        }

        void pass(long millis) {
            now += millis;
            for (PlainCall call : List.copyOf(waiting)) {
                if (call.deadline <= now) {
                    call.told = limit() + "WAITED_TOO_LONG";
                    remove(call);
                }
            }
        }
    }

    @Test
    void doesWhatThePlainRulesSay() {
        long seed = 43;
        var random = new Random(seed);
        var plain = new PlainGate();
        plain.limit = 5;
        plain.length = 12;
        plain.ofTenant = 6;
        hosts = 6;
        plain.hosts = 6;
        ConcurrencyGate gate = gate(5, 12, 6);
        record Both(Call ours, PlainGate.PlainCall plain) {}
        List<Both> open = new ArrayList<>();
        for (int step = 0; step < 100_000; step++) {
            int event = random.nextInt(100);
            if (event < 52) {
                String tenant = "t" + random.nextInt(4);
                Priority priority = PRIORITIES.get(random.nextInt(3));
                var both = new Both(new Call(tenant, priority), new PlainGate.PlainCall(tenant, priority));
                both.ours.permit = gate.enter(both.ours);
                plain.enter(both.plain);
                open.add(both);
            } else if (event < 92 && !open.isEmpty()) {
                Both both = open.remove(random.nextInt(open.size()));
                leave(gate, both.ours);
                plain.leave(both.plain);
            } else if (event < 97) {
                int millis = random.nextInt(400);
                pass(Duration.ofMillis(millis));
                plain.pass(millis);
            } else if (event < 99) {
                plain.limit = 1 + random.nextInt(8);
                plain.length = random.nextInt(15);
                plain.ofTenant = 1 + random.nextInt(8);
                plain.timeout = 100 + random.nextInt(2000);
                gate.update(policy(plain.limit, plain.length, plain.ofTenant, plain.timeout));
                gate.hostLeft(-1);
                plain.update();
            } else {
                plain.hosts = 1 + random.nextInt(8);
                hosts = plain.hosts;
                gate.hostLeft(-1);
                plain.serve();
            }
            for (Both both : open) {
                assertThat(both.ours.told).as("step %s of seed %s", step, seed).isEqualTo(both.plain.told);
                assertThat(both.ours.goesOn).isEqualTo(both.ours.told.equals("waits") ? 0 : 1);
            }
            open.removeIf(both -> !both.plain.told.equals("waits") && !both.plain.told.equals("in"));
            assertThat(gate.inFlight()).as("step %s of seed %s", step, seed).isEqualTo(plain.inside);
            assertThat(gate.waiting()).isEqualTo(plain.waiting.size());
        }
    }
}
