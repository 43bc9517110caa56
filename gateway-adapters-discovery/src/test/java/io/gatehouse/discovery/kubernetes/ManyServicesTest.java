package io.gatehouse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.FakeKubernetes;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.UpstreamListener;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.plugin.ProcessEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many services whose endpoints change all the time: each change reaches the balancer, and nothing is left over. */
class ManyServicesTest {

    private static final int ENDPOINTS = 10;
    private static final long SEED = 7;

    /** From so many changes on a run is a proof: what is in use is its own, and no test's beside it. */
    private static final int ALONE = 10_000;

    @Test
    void everyChangeArrives() throws Exception {
        run(20, 200);
    }

    /** 5,000 endpoints. */
    @Test
    @Tag("proof")
    void everyChangeArrivesWithinASecondAndMemoryStaysFlat() throws Exception {
        long[] latencies = run(500, ALONE);
        Arrays.sort(latencies);
        long p99 = latencies[latencies.length * 99 / 100];
        System.out.printf(
                "change to balancer: median %d us, p99 %d us, longest %d us%n",
                latencies[latencies.length / 2] / 1000, p99 / 1000, latencies[latencies.length - 1] / 1000);
        assertThat(Duration.ofNanos(p99)).isLessThan(Duration.ofSeconds(1));
    }

    private static long[] run(int count, int changes) throws Exception {
        var random = new Random(SEED);
        var latencies = new long[changes];
        var awaited = new AtomicReference<>("");
        var arrived = new Semaphore(0);
        try (var cluster = new FakeKubernetes();
                var timer = new DaemonTimer();
                var discovery = KubernetesModule.discovery(
                        new KubernetesSettings(new KubernetesApi(cluster.uri()), null, null, null, "shop", null),
                        new ProcessEnvironment("test", Map.of()),
                        Cluster.SERVICE_ACCOUNT,
                        new SystemClock(),
                        timer);
                var upstreams = new Upstreams(
                        Map.of(), Map.of("kubernetes", discovery), new SystemClock(), timer, (who, defect) -> {})) {
            upstreams.listen(new UpstreamListener() {
                @Override
                public void hostsChanged(UpstreamGroup group) {
                    if (text(group).equals(awaited.get())) {
                        arrived.release();
                    }
                }
            });
            for (int n = 0; n < count; n++) {
                cluster.put("shop", "s" + n, "s" + n + "-a", FakeKubernetes.ready(80, addresses(n, random)));
            }
            upstreams.update(services(count));
            cluster.awaitWatches(count);
            long early = 0;
            for (int n = 0; n < changes; n++) {
                int service = random.nextInt(count);
                List<String> addresses = addresses(service, random);
                awaited.set("s" + service + " " + addresses);
                long begun = System.nanoTime();
                cluster.put("shop", "s" + service, "s" + service + "-a", FakeKubernetes.ready(80, addresses));
                assertThat(arrived.tryAcquire(30, TimeUnit.SECONDS))
                        .as("change %s", n)
                        .isTrue();
                latencies[n] = System.nanoTime() - begun;
                if (n == changes / 5 && changes >= ALONE) {
                    early = usedAfterCollection();
                }
            }
            if (changes >= ALONE) {
                long late = usedAfterCollection();
                assertThat(late).as("bytes in use, after %s at first", early).isLessThan(early + (8 << 20));
                System.out.printf(
                        "heap in use after %d changes: %d KB, after all: %d KB%n",
                        changes / 5, early >> 10, late >> 10);
            }
        }
        return latencies;
    }

    /** Never those of before. */
    private static List<String> addresses(int service, Random random) {
        return IntStream.range(0, ENDPOINTS)
                .mapToObj(n -> "10." + service / 256 + "." + service % 256 + "." + (n * 25 + random.nextInt(25)))
                .sorted()
                .toList();
    }

    private static String text(UpstreamGroup group) {
        return group.key().service() + " "
                + group.hosts().stream().map(host -> host.address().host()).toList();
    }

    private static Services services(int count) {
        var all = new ArrayList<Service>();
        for (int n = 0; n < count; n++) {
            var source = new HostSource.Discovered(
                    "kubernetes", new KubernetesHosts("s" + n, "http", null, false, null), Origin.of("test"));
            var version = new ServiceVersion(
                    new VersionKey("s" + n, VersionNumber.parse("1")),
                    source,
                    Requirements.NOTHING,
                    TestServices.ORIGIN);
            all.add(TestServices.service("s" + n, TestServices.FORWARDING, Set.of(), null, version));
        }
        return new Services(all, List.of());
    }

    private static long usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
