package io.gatehouse.http.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.quota.FakeCounterStore;
import io.gatehouse.domain.quota.StoredCounter;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.http.idempotency.CallRegister.Claim;
import io.gatehouse.http.idempotency.CallRegister.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallRegisterTest {

    private static final Duration KEEP = Duration.ofHours(1);

    private final ManualClock clock = new ManualClock();
    private final CallRegister register = CallRegister.local(1 << 20, clock);

    @Test
    void letsOneCallThroughAndGivesItsAnswerToTheOthers() {
        Lease first = granted(register.claim("k", "acme", "f"));

        assertThat(register.claim("k", "acme", "f")).isEqualTo(Claim.Refused.UNDER_WAY);
        assertThat(register.claim("k", "acme", "g")).isEqualTo(Claim.Refused.OTHER_REQUEST);
        assertThat(register.claim("other", "acme", "g")).isInstanceOf(Claim.Granted.class);
        assertThat(register.answered(first, "A", KEEP)).isTrue();
        assertThat(register.claim("k", "acme", "f")).isEqualTo(new Claim.Replay("A"));
        assertThat(register.claim("k", "acme", "g")).isEqualTo(Claim.Refused.OTHER_REQUEST);
        clock.advance(KEEP);
        assertThat(register.claim("k", "acme", "g")).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void tellsThatAnAnswerWasTooLargeToBeKept() {
        register.answered(granted(register.claim("k", "acme", "f")), null, KEEP);

        assertThat(register.claim("k", "acme", "f")).isEqualTo(Claim.Refused.NOT_KEPT);
    }

    @Test
    void isFreeAgainWhereTheFirstHadNoEffectOrDied() {
        register.release(granted(register.claim("k", "acme", "f")));
        Lease second = granted(register.claim("k", "acme", "g"));
        clock.advance(Duration.ofMillis(CallRegister.LEASE_MILLIS - 1));
        assertThat(register.claim("k", "acme", "g")).isEqualTo(Claim.Refused.UNDER_WAY);
        assertThat(register.renew(second)).isTrue();
        clock.advance(Duration.ofMillis(CallRegister.LEASE_MILLIS - 1));
        assertThat(register.claim("k", "acme", "g")).isEqualTo(Claim.Refused.UNDER_WAY);
        clock.advance(Duration.ofMillis(1));

        Lease third = granted(register.claim("k", "acme", "g"));
        assertThat(register.answered(second, "late", KEEP)).isFalse();
        assertThat(register.renew(second)).isFalse();
        assertThat(register.release(second)).isFalse();
        assertThat(register.answered(third, "A", KEEP)).isTrue();
    }

    @Test
    void takesRoomFromWhoHasMostAndNeverFromWhatIsUnderWay() {
        var small = CallRegister.local(10_000, clock);
        small.answered(granted(small.claim("little", "acme", "f")), "x".repeat(1000), KEEP);
        Lease open = granted(small.claim("open", "bulk", "f"));
        for (int i = 0; i < 100; i++) {
            small.answered(granted(small.claim("k" + i, "bulk", "f")), "x".repeat(1000), KEEP);
        }

        assertThat(small.claim("little", "acme", "f")).isInstanceOf(Claim.Replay.class);
        assertThat(small.claim("k99", "bulk", "f")).isInstanceOf(Claim.Replay.class);
        assertThat(small.claim("open", "bulk", "f")).isEqualTo(Claim.Refused.UNDER_WAY);
        assertThat(small.answered(open, "A", KEEP)).isTrue();
        for (int i = 0; i < 30; i++) {
            small.claim("more" + i, "bulk", "f");
        }
        assertThat(small.claim("last", "bulk", "f")).isEqualTo(Claim.Refused.UNAVAILABLE);
    }

    @Test
    void refusesForAWhileWhenTheStoreFails() {
        var store = new FakeCounterStore();
        var shared = CallRegister.shared(store, clock);
        Lease lease = granted(shared.claim("k", "acme", "f"));
        store.takeAway();

        assertThat(shared.claim("k", "acme", "f")).isEqualTo(Claim.Refused.UNAVAILABLE);
        assertThat(shared.answered(lease, "A", KEEP)).isFalse();
        store.bringBack();
        assertThat(shared.claim("k", "acme", "f")).as("it rests").isEqualTo(Claim.Refused.UNAVAILABLE);
        clock.advance(Duration.ofMillis(CallRegister.REST_MILLIS));
        assertThat(shared.claim("k", "acme", "f")).isEqualTo(Claim.Refused.UNDER_WAY);
        assertThat(shared.answered(lease, "A", KEEP)).isTrue();
        assertThat(shared.claim("k", "acme", "f")).isEqualTo(new Claim.Replay("A"));
    }

    @Test
    void takesWhatMakesNoSenseForNothing() {
        var store = new FakeCounterStore();
        store.replace("k", null, new StoredCounter(9, 1, "what"), clock.epochMillis() + 1000, KEEP);

        assertThat(KeptCall.decode(store.read("k", KEEP))).isNull();
    }

    /** Three processes over one store do what one plain list of facts says, in 100,000 random steps. */
    @Test
    void agreesWithAPlainModelInRandomSteps() {
        long seed = 20_261_130;
        var random = new Random(seed);
        CounterStore store = new FakeCounterStore();
        List<CallRegister> processes = List.of(
                CallRegister.shared(store, clock),
                CallRegister.shared(store, clock),
                CallRegister.shared(store, clock));
        var model = new PlainModel();
        var open = new ArrayList<OpenCall>();
        for (int step = 0; step < 100_000; step++) {
            CallRegister process = processes.get(random.nextInt(3));
            String key = "k" + random.nextInt(6);
            String fingerprint = "f" + random.nextInt(2);
            String where = "seed " + seed + ", step " + step;
            OpenCall call = open.isEmpty() ? null : open.get(random.nextInt(open.size()));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    Claim claim = process.claim(key, "acme", fingerprint);
                    String said = said(claim);
                    assertThat(said).as(where).isEqualTo(model.claim(key, fingerprint, step, clock.epochMillis()));
                    if (claim instanceof Claim.Granted granted) {
                        open.add(new OpenCall(granted.lease(), key, step));
                    }
                }
                case 3 -> clock.advance(Duration.ofMillis(random.nextInt(20_000)));
                case 4 -> {
                    if (call != null) {
                        assertThat(process.renew(call.lease))
                                .as(where)
                                .isEqualTo(model.renew(call, clock.epochMillis()));
                    }
                }
                case 5 -> {
                    if (call != null) {
                        open.remove(call);
                        boolean large = random.nextInt(4) == 0;
                        String answer = large ? null : "A" + step;
                        assertThat(process.answered(call.lease, answer, Duration.ofSeconds(60)))
                                .as(where)
                                .isEqualTo(model.answered(call, answer, clock.epochMillis() + 60_000));
                    }
                }
                case 6 -> {
                    if (call != null) {
                        open.remove(call);
                        assertThat(process.release(call.lease)).as(where).isEqualTo(model.release(call));
                    }
                }
                default -> open.remove(call);
            }
        }
    }

    private record OpenCall(Lease lease, String key, int step) {}

    /** Each key has at most one fact: who asked what when, until when that holds, and what it was answered. */
    private static final class PlainModel {

        private final Map<String, Fact> facts = new HashMap<>();

        private static final class Fact {
            String fingerprint = "";
            int step;
            long until;
            boolean done;

            @Nullable
            String answer;
        }

        String claim(String key, String fingerprint, int step, long now) {
            Fact fact = facts.get(key);
            if (fact == null || fact.until <= now) {
                var first = new Fact();
                first.fingerprint = fingerprint;
                first.step = step;
                first.until = now + 30_000;
                facts.put(key, first);
                return "granted";
            }
            if (!fact.fingerprint.equals(fingerprint)) {
                return "OTHER_REQUEST";
            }
            return !fact.done ? "UNDER_WAY" : fact.answer == null ? "NOT_KEPT" : fact.answer;
        }

        /** A lease that has run out and was taken by nobody is still one's own. */
        private @Nullable Fact own(OpenCall call) {
            Fact fact = facts.get(call.key);
            return fact == null || fact.step != call.step || fact.done ? null : fact;
        }

        boolean renew(OpenCall call, long now) {
            Fact fact = own(call);
            if (fact != null) {
                fact.until = now + 30_000;
            }
            return fact != null;
        }

        boolean answered(OpenCall call, @Nullable String answer, long until) {
            Fact fact = own(call);
            if (fact != null) {
                fact.done = true;
                fact.answer = answer;
                fact.until = until;
            }
            return fact != null;
        }

        boolean release(OpenCall call) {
            return own(call) != null && facts.remove(call.key) != null;
        }
    }

    private static String said(Claim claim) {
        if (claim instanceof Claim.Replay replay) {
            return replay.answer();
        }
        return claim instanceof Claim.Granted ? "granted" : claim.toString();
    }

    private static Lease granted(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return Objects.requireNonNull(((Claim.Granted) claim).lease());
    }
}
