package io.gatehouse.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.plugin.ExtensionPoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Plug-ins that block where they are called while a gateway starts: it goes on, or says who keeps it. */
class BlockingPluginTest {

    private static final VersionKey VERSION = new VersionKey("orders", VersionNumber.parse("1"));
    private static final HostSource.Discovered SOURCE =
            new HostSource.Discovered("rooms", new Nothing(), Origin.of("test"));

    private final Semaphore mayGoOn = new Semaphore(0);
    private final Arrivals<String> heard = new Arrivals<>();

    record Nothing() {}

    private final HostDiscovery.Receiver receiver = new HostDiscovery.Receiver() {
        @Override
        public void hosts(List<Host> all) {
            heard.add("hosts");
        }

        @Override
        public void failed(String reason) {
            heard.add(reason);
        }
    };

    private HostDiscovery.Watch blocked() {
        mayGoOn.acquireUninterruptibly();
        heard.add("begun");
        return () -> heard.add("ended");
    }

    @Test
    void aWatchThatBlocksIsReportedAndBeginsLater() {
        try (var discovery = new BoundedDiscovery("rooms", (version, source, to) -> blocked(), 0)) {
            HostDiscovery.Watch watch = discovery.watch(VERSION, SOURCE, receiver);
            assertThat(heard).containsExactly("the discovery rooms has not begun to watch");
            mayGoOn.release();
            heard.await(2);
            watch.close();
            heard.await(3);
            assertThat(heard.subList(1, 3)).containsExactly("begun", "ended");
        }
    }

    @Test
    void aWatchThatEndsBeforeItHasBegunEndsWhenItDoes() {
        try (var discovery = new BoundedDiscovery("rooms", (version, source, to) -> blocked(), 0)) {
            discovery.watch(VERSION, SOURCE, receiver).close();
            mayGoOn.release();
            heard.await(3);
            assertThat(heard.subList(1, 3)).containsExactly("begun", "ended");
        }
    }

    @Test
    void aWatchThatFailsThrowsAsBefore() {
        var defect = new IllegalStateException("no such room");
        HostDiscovery failing = (version, source, to) -> {
            throw defect;
        };
        try (var discovery = new BoundedDiscovery("rooms", failing, 60)) {
            assertThatThrownBy(() -> discovery.watch(VERSION, SOURCE, receiver)).isSameAs(defect);
        }
    }

    @Test
    void whatIsReportedWhileItBeginsCounts() {
        HostDiscovery reporting = (version, source, to) -> {
            to.hosts(List.of());
            return () -> {};
        };
        try (var discovery = new BoundedDiscovery("rooms", reporting, 60)) {
            discovery.watch(VERSION, SOURCE, receiver);
            assertThat(heard).containsExactly("hosts");
        }
    }

    @Test
    void aStartThatDoesNotReturnIsALineThatNamesThePlugIn() {
        var module = new AdapterModule(ExtensionPoint.TRAFFIC_LISTENER, "slow", Nothing.class) {
            @Override
            protected void configure() {
                bind(TrafficListener.class).toInstance(exchange -> {});
                bind(AdapterSupport.class).toInstance(new AdapterSupport() {
                    @Override
                    public void start() {
                        mayGoOn.acquireUninterruptibly();
                    }
                });
            }
        };
        var problems = new Problems();
        var given = new KnownAdapter(module, "", new Nothing());
        try (var catalog = AdapterCatalog.of(List.of(), null, List.of(given), problems);
                var connections = new MongoConnections();
                var adapters = adapters(catalog, connections)) {
            assertThatThrownBy(() -> adapters.start(0))
                    .isInstanceOf(AdapterFailure.class)
                    .hasMessageStartingWith("traffic-listeners.slow: cannot be started (expected ")
                    .hasMessageEndingWith("it has not returned within 0 s)");
            mayGoOn.release();
        }
    }

    private static AdaptersInUse adapters(AdapterCatalog catalog, MongoConnections connections) {
        return new AdaptersInUse(catalog, GatewayConfiguration.standard(), binder -> {
            binder.bind(GatewayClock.class).toInstance(new SystemClock());
            binder.bind(HeapBudget.class).toInstance(HeapBudget.of(1L << 30));
            binder.bind(MongoConnections.class).toInstance(connections);
        });
    }

    /** Health is asked for while a gateway stops, too. */
    @Test
    void whatCountsIsKnownWhenItIsClosed() {
        try (var catalog = AdapterCatalog.of(List.of(), null, List.of(), new Problems());
                var connections = new MongoConnections()) {
            AdaptersInUse adapters = adapters(catalog, connections);
            Optional<QuotaLedger> ledger = adapters.ledger();
            adapters.close();
            assertThat(adapters.ledger()).isEqualTo(ledger);
            adapters.close();
        }
    }
}
