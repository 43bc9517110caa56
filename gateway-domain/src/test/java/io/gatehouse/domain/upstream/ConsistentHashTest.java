package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.domain.service.HashBy;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.upstream.BalancingStrategy.Chooser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistentHashTest {

    private static final int CALLERS = 20_000;
    private static final ConsistentHash BY_USER = new ConsistentHash(HashBy.parse("user"), 125);

    private static List<UpstreamHost> hosts(int... weights) {
        List<UpstreamHost> hosts = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            hosts.add(host(i, weights[i]));
        }
        return hosts;
    }

    private static UpstreamHost host(int number, int weight) {
        var host = new Host(new HostAddress(false, "10.0." + number / 200 + "." + number % 200, 8080), weight);
        var upstream = new UpstreamHost(host.address(), new ManualClock());
        upstream.weight(weight);
        return upstream;
    }

    private static UpstreamHost of(Chooser chooser, String user) {
        return Objects.requireNonNull(chooser.choose(TestBalancedRequest.of(user), TriedHosts.NONE));
    }

    private static Map<String, UpstreamHost> placed(Chooser chooser) {
        Map<String, UpstreamHost> placed = new HashMap<>();
        for (int i = 0; i < CALLERS; i++) {
            placed.put("user" + i, of(chooser, "user" + i));
        }
        return placed;
    }

    private static Map<UpstreamHost, Integer> counts(Chooser chooser) {
        Map<UpstreamHost, Integer> counts = new HashMap<>();
        placed(chooser).values().forEach(host -> counts.merge(host, 1, Integer::sum));
        return counts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,1,1", "1,1,1,1,1,1,1,1,1,1", "3,1", "100,50,1", "5,5"})
    void spreadsCallersByWeight(String written) {
        int[] weights =
                Arrays.stream(written.split(",")).mapToInt(Integer::parseInt).toArray();
        int total = Arrays.stream(weights).sum();
        List<UpstreamHost> hosts = hosts(weights);

        Map<UpstreamHost, Integer> counts = counts(BY_USER.among(hosts, null));

        for (UpstreamHost host : hosts) {
            double share = (double) host.weight() / total;
            assertThat(counts.getOrDefault(host, 0) / (double) CALLERS)
                    .as("share of %s of %s", host.weight(), written)
                    .isEqualTo(share, within(0.01 + share * 0.08));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 10, 50})
    void movesOnlyTheCallersOfAHostThatLeaves(int count) {
        List<UpstreamHost> hosts = hosts(new Random(1).ints(count, 1, 2).toArray());
        Chooser before = BY_USER.among(hosts, null);
        UpstreamHost leaving = hosts.get(count / 2);
        List<UpstreamHost> left = hosts.stream().filter(host -> host != leaving).toList();
        Map<String, UpstreamHost> then = placed(before);

        Map<String, UpstreamHost> now = placed(BY_USER.among(left, before));

        int moved = 0;
        for (var placed : then.entrySet()) {
            if (placed.getValue() == leaving) {
                moved++;
            } else {
                assertThat(now.get(placed.getKey())).isSameAs(placed.getValue());
            }
        }
        assertThat(moved / (double) CALLERS).isLessThanOrEqualTo(1.2 / count);
        assertThat(placed(BY_USER.among(hosts, BY_USER.among(left, before)))).isEqualTo(then);
    }

    @Test
    void everyChangeGivesTheTableThatIsMadeFromNothing() {
        long seed = 4711;
        var random = new Random(seed);
        SlotTable table = SlotTable.EMPTY;
        for (int round = 0; round < 60; round++) {
            List<UpstreamHost> now = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                if (random.nextInt(3) > 0) {
                    now.add(host(i, round % 2 == 0 ? 1 : 1 + random.nextInt(3)));
                }
            }
            List<UpstreamHost> same = new ArrayList<>();
            for (UpstreamHost host : now) {
                same.add(known(table, host));
            }
            table = table.among(same);
            SlotTable fresh = SlotTable.EMPTY.among(same);
            for (int slot = 0; !same.isEmpty() && slot < 1 << 14; slot++) {
                assertThat(table.host(slot))
                        .as("slot %s in round %s of seed %s", slot, round, seed)
                        .isSameAs(fresh.host(slot));
            }
        }
    }

    /** The object that the table knows the host by, as a group would. */
    private static UpstreamHost known(SlotTable table, UpstreamHost host) {
        for (UpstreamHost one : table.hosts()) {
            if (one.address().equals(host.address())) {
                one.weight(host.weight());
                return one;
            }
        }
        return host;
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 125, 200})
    void oneCallersLoadIsSharedBeyondTheBound(int most) {
        List<UpstreamHost> hosts = hosts(1, 1, 1, 1);
        Chooser chooser = new ConsistentHash(HashBy.parse("user"), most).among(hosts, null);
        UpstreamHost own = of(chooser, "ann");

        for (int i = 1; i <= 400; i++) {
            of(chooser, "ann").tryBegin();
            assertThat(own.inFlight()).as("after %s requests", i).isLessThanOrEqualTo(Math.max(2, (int)
                    Math.ceil(most / 100.0 * i / 4)));
        }
        assertThat(own.inFlight()).isGreaterThanOrEqualTo(Math.min(400, most) - 5);
        assertThat(hosts).allMatch(host -> host.inFlight() <= most);
    }

    @Test
    void unboundedLoadStaysWhereItBelongs() {
        List<UpstreamHost> hosts = hosts(1, 1, 1, 1);
        Chooser chooser = new ConsistentHash(HashBy.parse("user"), 0).among(hosts, null);
        for (int i = 0; i < 400; i++) {
            of(chooser, "ann").tryBegin();
        }
        assertThat(of(chooser, "ann").inFlight()).isEqualTo(400);
    }

    @Test
    void theBoundGoesByWeight() {
        List<UpstreamHost> hosts = hosts(3, 1);
        Chooser chooser = BY_USER.among(hosts, null);
        String light = "";
        for (int i = 0; of(chooser, light) == hosts.get(0); i++) {
            light = "user" + i;
        }
        for (int i = 0; i < 400; i++) {
            of(chooser, light).tryBegin();
        }
        assertThat(hosts.get(1).inFlight()).isBetween(115, 126);
    }

    @ParameterizedTest
    @CsvSource({
        "key, k1, u1, t1, k1, u2, t2, true",
        "key, k1, u1, t1, k2, u1, t1, false",
        "user, k1, u1, t1, k2, u1, t1, true",
        "user, k1, u1, t1, k1, u1, t2, false",
        "user, k1, u1, t1, k1, u2, t1, false",
        "tenant, k1, u1, t1, k2, u2, t1, true",
        "address, k1, u1, t1, k2, u2, t2, true",
        "header:x-cart, k1, u1, t1, k1, u1, t1, false",
    })
    void tellsCallersApartByWhatItGoesBy(
            String by,
            String key,
            String user,
            String tenant,
            String key2,
            String user2,
            String tenant2,
            boolean same) {
        Chooser chooser = new ConsistentHash(HashBy.parse(by), 125)
                .among(hosts(new Random(1).ints(500, 1, 2).toArray()), null);

        UpstreamHost one =
                chooser.choose(new TestBalancedRequest(tenant, key, user, Map.of("x-cart", "7")), TriedHosts.NONE);
        UpstreamHost other =
                chooser.choose(new TestBalancedRequest(tenant2, key2, user2, Map.of("x-cart", "8")), TriedHosts.NONE);

        assertThat(one == other).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "user", "header:x-cart", "cookie:cart", "address"})
    void goesByTheAddressWhereThereIsNothingElse(String by) {
        List<UpstreamHost> hosts = hosts(1, 1, 1, 1, 1, 1, 1);
        Chooser chooser = new ConsistentHash(HashBy.parse(by), 125).among(hosts, null);
        Chooser byAddress = new ConsistentHash(HashBy.parse("address"), 125).among(hosts, null);

        assertThat(chooser.choose(TestBalancedRequest.GET, TriedHosts.NONE))
                .isSameAs(byAddress.choose(TestBalancedRequest.GET, TriedHosts.NONE));
    }

    @Test
    void retriesGoToTheSameOtherHost() {
        List<UpstreamHost> hosts = hosts(1, 1, 1, 1, 1);
        Chooser chooser = BY_USER.among(hosts, null);
        TriedHosts tried = TriedHosts.NONE.and(of(chooser, "ann"));

        UpstreamHost second = chooser.choose(TestBalancedRequest.of("ann"), tried);

        assertThat(second).isNotNull().isSameAs(chooser.choose(TestBalancedRequest.of("ann"), tried));
        assertThat(tried.contains(second)).isFalse();
    }
}
