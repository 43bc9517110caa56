package io.gatehouse.app.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.reading.ConfigurationInText;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryState;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.registry.ReloadResult;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryLoaderTest {

    private static final String ORDERS =
            "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:9\"], requires: [] } } } }\n";
    private static final String TWO = ORDERS.replace("orders:", "users:");
    private static final String BROKEN = "services: { orders: { versions: {} } }\n";

    private final ManualClock clock = new ManualClock();
    private final LiveRegistry live = new LiveRegistry();
    private final List<Long> activated = new ArrayList<>();
    private final Store store = new Store();
    private final RegistryLoader loader = loader();
    private final RegistryWatch watch = new RegistryWatch(store, loader, live, clock);

    /** A source whose content a test sets; changing it changes its mark. */
    private static final class Store implements RegistrySource {

        private String text = ORDERS;
        private boolean away;
        private boolean halfSeen;
        private boolean large;
        private int reads;

        @Override
        public RegistryTree read() throws RegistryUnavailable {
            reads++;
            if (large) {
                throw new OutOfMemoryError("Java heap space");
            }
            String mark = mark();
            var problems = new Problems();
            Node.Mapping part = TreeText.read("store", text, Map.of(), ReadingLimits.REGISTRY, problems);
            assertThat(part).isNotNull();
            return new RegistryTree("store", List.of(part), problems.list(), mark);
        }

        @Override
        public String mark() throws RegistryUnavailable {
            if (away) {
                throw RegistryUnavailable.forNow("the store is away", null);
            }
            return text;
        }

        @Override
        public Optional<String> size() {
            return Optional.of("22400000 bytes in 1 file");
        }

        @Override
        public boolean seesHalfChanges() {
            return halfSeen;
        }
    }

    private RegistryLoader loader() {
        GatewayConfiguration configuration =
                new ConfigurationInText("listen: { address: 127.0.0.1:0 }\n", Map.of()).read(new Problems());
        assertThat(configuration).isNotNull();
        return new RegistryLoader(
                new RegistryInput(store, Optional.empty()),
                Capabilities.of(configuration, AdapterCatalog.own()),
                RegistryReading.compiler(configuration, clock),
                (next, documents) -> {
                    live.publish(next);
                    activated.add(next.revision());
                },
                live,
                new RegistryGenerations(),
                clock);
    }

    private ReloadResult load() {
        return loader.reload(ReloadCause.WATCH);
    }

    @Test
    void servesNothingBeforeItIsStarted() {
        assertThat(live.state().revision()).isZero();
        assertThat(loader.start(new RegistryInput.First(Optional.empty(), List.of("away"))))
                .isFalse();

        assertThat(live.state().revision()).isZero();
        assertThat(live.state().failure()).isNotNull();
        assertThat(activated).isEmpty();
    }

    @Test
    void servesWhatWasReadBeforeTheStart() throws Exception {
        GatewayConfiguration configuration =
                new ConfigurationInText("listen: { address: 127.0.0.1:0 }\n", Map.of()).read(new Problems());
        assertThat(configuration).isNotNull();
        var read = (RegistryReading.Good)
                RegistryReading.check(store.read(), Capabilities.of(configuration, AdapterCatalog.own()));

        assertThat(loader.start(new RegistryInput.First(Optional.of(read.registry()), List.of())))
                .isTrue();

        RegistryState state = live.state();
        assertThat(state.revision()).isEqualTo(1);
        assertThat(state.hash()).isEqualTo(read.registry().hash());
        assertThat(state.mark()).isEqualTo(ORDERS);
        assertThat(state.failure()).isNull();
        assertThat(activated).containsExactly(1L);
    }

    @Test
    void countsWhatBecomesOfEachAttempt() {
        assertThat(load()).isEqualTo(ReloadResult.LOADED);
        assertThat(load()).isEqualTo(ReloadResult.UNCHANGED);
        store.text = BROKEN;
        assertThat(load()).isEqualTo(ReloadResult.REFUSED);
        store.away = true;
        assertThat(load()).isEqualTo(ReloadResult.UNAVAILABLE);

        for (ReloadResult result : ReloadResult.values()) {
            assertThat(live.state().attempts(result)).as("%s", result).isEqualTo(1);
        }
        assertThat(activated).containsExactly(1L);
    }

    @Test
    void keepsWhatIsServedWhereTheNextDoesNotFitIntoTheHeap() {
        load();
        String served = live.state().hash();
        store.text = TWO;
        store.large = true;

        watch.once();

        RegistryState state = live.state();
        assertThat(state.hash()).isEqualTo(served);
        assertThat(state.attempts(ReloadResult.REFUSED)).isEqualTo(1);
        assertThat(state.failure()).isNotNull();
        assertThat(state.failure().problems())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("the registry (22400000 bytes in 1 file) does not fit into the heap: it may have ")
                        .contains(" MiB; give it more, such as JAVA_OPTS=-Xmx"));
        int before = store.reads;
        watch.once();
        watch.once();
        assertThat(store.reads).as("it is not read again at every look").isEqualTo(before);
        store.large = false;
        assertThat(load()).isEqualTo(ReloadResult.LOADED);
        assertThat(activated).containsExactly(1L, 2L);
    }

    @Test
    void keepsWhatIsServedWhileTheSourceIsBroken() {
        load();
        RegistryState good = live.state();
        store.text = BROKEN;
        load();

        RegistryState state = live.state();
        assertThat(state.snapshot()).isSameAs(good.snapshot());
        assertThat(state.hash()).isEqualTo(good.hash());
        assertThat(state.mark()).isEqualTo(BROKEN);
        assertThat(state.failure().problems()).singleElement().asString().startsWith("store:1:");

        store.text = ORDERS;
        assertThat(load()).isEqualTo(ReloadResult.UNCHANGED);
        assertThat(live.state().failure()).isNull();
        assertThat(live.state().snapshot()).isSameAs(good.snapshot());
    }

    @Test
    void takesTheLossOfAllServicesOnlyFromWhoAsksForIt() {
        load();
        store.text = "services: {}\n";
        assertThat(load()).isEqualTo(ReloadResult.REFUSED);
        assertThat(live.state().failure().problems())
                .containsExactly(
                        "services: none, where 1 is served (expected at least one; to have none, ask for a reload)");

        assertThat(loader.reload(ReloadCause.PROGRAM)).isEqualTo(ReloadResult.LOADED);
        assertThat(live.state().revision()).isEqualTo(2);
    }

    @Test
    void readsWhatIsServedAgainAsLongAsTheSourceHoldsIt() {
        load();
        assertThat(loader.readServed())
                .map(LoadedRegistry::hash)
                .contains(live.state().hash());
        store.text = TWO;
        assertThat(loader.readServed()).isEmpty();
    }

    @Test
    void loadsOnceWhenTheMarkChanges() {
        load();
        watch.once();
        assertThat(store.reads).isEqualTo(1);

        store.text = TWO;
        watch.once();
        watch.once();
        assertThat(store.reads).isEqualTo(2);
        assertThat(live.state().revision()).isEqualTo(2);
    }

    @Test
    void waitsForAChangeToSettleWhereItMayBeHalfMade() {
        load();
        store.halfSeen = true;
        store.text = BROKEN;
        watch.once();
        store.text = TWO;
        watch.once();
        assertThat(store.reads).isEqualTo(1);

        watch.once();
        assertThat(live.state().revision()).isEqualTo(2);
        assertThat(live.state().attempts(ReloadResult.REFUSED)).isZero();
    }

    @Test
    void triesAgainWithGrowingPausesWhileSomethingIsWrong() {
        load();
        store.text = BROKEN;
        watch.once();
        var reads = new ArrayList<Integer>();
        for (int look = 0; look < 200; look++) {
            clock.advance(Duration.ofMillis(500));
            watch.once();
            reads.add(store.reads);
        }

        assertThat(reads.get(0)).as("soon").isEqualTo(3);
        assertThat(reads.get(199)).as("in 100 s").isBetween(8, 12);
        assertThat(live.state().revision()).isEqualTo(1);
    }

    @Test
    void countsASourceThatCannotBeAskedForItsMark() {
        load();
        store.away = true;
        watch.once();

        assertThat(store.reads).isEqualTo(1);
        assertThat(live.state().failure().result()).isEqualTo(ReloadResult.UNAVAILABLE);
        assertThat(live.state().failure().problems()).containsExactly("the store is away");
    }
}
