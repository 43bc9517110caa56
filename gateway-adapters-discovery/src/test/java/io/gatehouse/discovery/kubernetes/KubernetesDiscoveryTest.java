package io.gatehouse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Secret;
import io.gatehouse.discovery.fixture.DaemonTimer;
import io.gatehouse.discovery.fixture.FakeKubernetes;
import io.gatehouse.discovery.fixture.Fault;
import io.gatehouse.discovery.fixture.HeardReports;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostDiscovery;
import io.gatehouse.plugin.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists, watches and what becomes of them when they break off. */
@Execution(ExecutionMode.CONCURRENT)
class KubernetesDiscoveryTest {

    private static final KubernetesHosts ORDERS = new KubernetesHosts("orders", "http", "shop", false, null);

    @TempDir
    private Path folder;

    private final DaemonTimer timer = new DaemonTimer();
    private final FakeKubernetes cluster = new FakeKubernetes();
    private final HeardReports reports = new HeardReports();
    private @Nullable HostDiscovery discovery;

    KubernetesDiscoveryTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        if (discovery != null) {
            ((AutoCloseable) discovery).close();
        }
        cluster.close();
        timer.close();
        cluster.verify();
    }

    private HostDiscovery.Watch watch(KubernetesSettings settings, Map<String, String> variables, Record question) {
        discovery = KubernetesModule.discovery(
                settings, new ProcessEnvironment("test", variables), folder, new SystemClock(), timer);
        return join(question, reports);
    }

    private HostDiscovery.Watch join(Record question, HeardReports to) {
        return discovery.watch(
                new VersionKey("orders", VersionNumber.parse("1")),
                new HostSource.Discovered("kubernetes", question, Origin.of("test")),
                to);
    }

    private HostDiscovery.Watch watch() {
        return watch(
                new KubernetesSettings(new KubernetesApi(cluster.uri()), null, null, null, null, null),
                Map.of(),
                ORDERS);
    }

    private void endpoints(String slice, String... addresses) {
        cluster.put("shop", "orders", slice, FakeKubernetes.ready(80, List.of(addresses)));
    }

    @Test
    void allSlicesTogetherAreTheHosts() throws Exception {
        cluster.page(1);
        endpoints("orders-a", "10.0.0.1");
        endpoints("orders-b", "10.0.0.2");
        endpoints("orders-c", "10.0.0.3");
        cluster.put("other", "orders", "orders-x", FakeKubernetes.ready(80, List.of("10.9.9.9")));
        watch();
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1 10.0.0.2:80*1 10.0.0.3:80*1");
        endpoints("orders-b", "10.0.0.4", "10.0.0.5");
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1 10.0.0.3:80*1 10.0.0.4:80*1 10.0.0.5:80*1");
        cluster.delete("shop", "orders-a");
        assertThat(reports.next()).isEqualTo("10.0.0.3:80*1 10.0.0.4:80*1 10.0.0.5:80*1");
    }

    @Test
    void aWatchThatBreaksOffGoesOnWhereItWas() throws Exception {
        endpoints("orders-a", "10.0.0.1");
        watch();
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        for (int n = 2; n < 6; n++) {
            cluster.awaitWatches(1);
            cluster.cut();
            endpoints("orders-a", "10.0.0." + n);
            assertThat(reports.next()).isEqualTo("10.0.0." + n + ":80*1");
        }
        assertThat(cluster.lists()).isEqualTo(1);
    }

    @Test
    void bookmarksKeepAQuietWatchFromComingTooLate() throws Exception {
        endpoints("orders-a", "10.0.0.1");
        watch();
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        cluster.awaitWatches(1);
        cluster.put("shop", "stock", "stock-a", FakeKubernetes.ready(80, List.of("10.0.1.1")));
        endpoints("orders-a", "10.0.0.2");
        assertThat(reports.next()).isEqualTo("10.0.0.2:80*1");
    }

    @Test
    void whatIsGoneIsListedAnew() throws Exception {
        endpoints("orders-a", "10.0.0.1");
        watch();
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        cluster.awaitWatches(1);
        endpoints("orders-a", "10.0.0.2");
        assertThat(reports.next()).isEqualTo("10.0.0.2:80*1");

        cluster.fault(Fault.STATUS_500);
        assertThat(reports.next()).startsWith("failed: Kubernetes, Service orders: status 500: ");
        endpoints("orders-a", "10.0.0.3");
        cluster.forget();
        cluster.fault(Fault.NONE);
        assertThat(reports.next()).isEqualTo("10.0.0.3:80*1");
        assertThat(cluster.lists()).isEqualTo(2);
    }

    @Test
    void aWatchThatIsToldThatItsVersionIsGoneListsAnew() throws Exception {
        endpoints("orders-a", "10.0.0.1");
        watch();
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        cluster.awaitWatches(1);
        cluster.garbage("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"message\":\"too old\",\"code\":410}}");
        cluster.awaitLists(2);
        endpoints("orders-a", "10.0.0.2");
        assertThat(reports.next()).isEqualTo("10.0.0.2:80*1");
    }

    @ParameterizedTest
    @EnumSource(Garbage.class)
    void whatIsNoEventIsAFailure(Garbage garbage) throws Exception {
        endpoints("orders-a", "10.0.0.1");
        watch();
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        cluster.awaitWatches(1);
        cluster.garbage(garbage.line());
        assertThat(reports.next()).startsWith("failed: Kubernetes, Service orders: ");
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        endpoints("orders-a", "10.0.0.2");
        assertThat(reports.next()).isEqualTo("10.0.0.2:80*1");
    }

    /** Lines that a watch must not believe. */
    private enum Garbage {
        HALF,
        NAMELESS,
        ERROR,
        HUGE;

        String line() {
            return switch (this) {
                case HALF -> "{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{\"name\":\"ord";
                case NAMELESS -> "{\"type\":\"MODIFIED\",\"object\":{\"endpoints\":[]}}";
                case ERROR -> "{\"type\":\"ERROR\",\"object\":{\"message\":\"etcd is tired\",\"code\":500}}";
                case HUGE -> "x".repeat(3 << 20);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "SILENT"})
    void hostsOutliveFaults(Fault fault) throws Exception {
        endpoints("orders-a", "10.0.0.1");
        watch();
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        cluster.awaitWatches(1);
        cluster.fault(fault);
        assertThat(reports.next()).startsWith("failed: Kubernetes, Service orders: ");
        cluster.fault(Fault.NONE);
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
    }

    @Test
    void thatNoEndpointIsReadyIsBelievedOnceAListSaysSoToo() throws Exception {
        endpoints("orders-a", "10.0.0.1");
        watch();
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        cluster.awaitWatches(1);
        endpoints("orders-a");
        endpoints("orders-a", "10.0.0.2");
        assertThat(reports.next()).isEqualTo("10.0.0.2:80*1");
        cluster.awaitLists(2);
        endpoints("orders-a");
        assertThat(reports.next()).isEmpty();
        endpoints("orders-a", "10.0.0.3");
        assertThat(reports.next()).isEqualTo("10.0.0.3:80*1");
    }

    @Test
    void aPortThatIsNotThereKeepsTheHosts() throws Exception {
        endpoints("orders-a", "10.0.0.1");
        watch();
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        cluster.put(
                "shop",
                "orders",
                "orders-a",
                FakeKubernetes.ready(80, List.of("10.0.0.2")).replace("http", "grpc"));
        assertThat(reports.next()).isEqualTo("failed: Kubernetes, Service orders: no port is named http; it has grpc");
        endpoints("orders-a", "10.0.0.2");
        assertThat(reports.next()).isEqualTo("10.0.0.2:80*1");
    }

    @Test
    void aTokenThatRotatesIsReadAnew() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        cluster.requireToken("first");
        endpoints("orders-a", "10.0.0.1");
        var file = new FilePath(token.toString(), Origin.of("test"));
        watch(new KubernetesSettings(new KubernetesApi(cluster.uri()), null, file, null, null, null), Map.of(), ORDERS);
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        cluster.awaitWatches(1);
        cluster.requireToken("second");
        cluster.cut();
        assertThat(reports.next())
                .contains("status 401")
                .contains("Unauthorized")
                .doesNotContain("first");
        Files.writeString(token, "second\n");
        endpoints("orders-a", "10.0.0.2");
        reports.await("10.0.0.2:80*1");
    }

    @Test
    void whatCannotBeReadIsSaid() throws Exception {
        var file = new FilePath(folder.resolve("none").toString(), Origin.of("test"));
        watch(new KubernetesSettings(new KubernetesApi(cluster.uri()), null, file, null, null, null), Map.of(), ORDERS);
        assertThat(reports.next()).endsWith("none cannot be read");
    }

    @Test
    void outsideOfAClusterThereIsNone() throws Exception {
        watch(new KubernetesSettings(new KubernetesApi(null), null, null, null, null, null), Map.of(), ORDERS);
        assertThat(reports.next())
                .isEqualTo(
                        "failed: Kubernetes, Service orders: api is in-cluster, but KUBERNETES_SERVICE_HOST is not set");
    }

    @Test
    void insideOfAClusterTheServiceAccountSaysWhoCalls() throws Exception {
        Files.writeString(folder.resolve("ca.crt"), "no certificate");
        Files.writeString(folder.resolve("token"), "secret");
        Files.writeString(folder.resolve("namespace"), "shop");
        watch(
                new KubernetesSettings(new KubernetesApi(null), null, null, null, null, null),
                Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", "1"),
                new KubernetesHosts("orders", null, null, false, null));
        assertThat(reports.next()).endsWith("ca.crt holds no certificates in PEM");
    }

    @Test
    void allWhoAskTheSameShareAWatch() throws Exception {
        endpoints("orders-a", "10.0.0.1");
        HostDiscovery.Watch first = watch();
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
        cluster.awaitWatches(1);
        var second = new HeardReports();
        HostDiscovery.Watch other = join(ORDERS, second);
        assertThat(second.next()).isEqualTo("10.0.0.1:80*1");
        first.close();
        endpoints("orders-a", "10.0.0.2");
        assertThat(second.next()).isEqualTo("10.0.0.2:80*1");
        assertThat(reports.left()).isEmpty();
        assertThat(cluster.lists()).isEqualTo(1);
        other.close();
        other.close();
        var third = new HeardReports();
        join(ORDERS, third);
        assertThat(third.next()).isEqualTo("10.0.0.2:80*1");
        assertThat(cluster.lists()).isEqualTo(2);
    }

    @Test
    void aServiceIsFoundByItsLabelsOrElseByItsName() throws Exception {
        var question = new ClusterServiceHosts(
                "dev-orders-v1-service", "soajs.content=true,soajs.service.name=orders", 4010, "shop", false, null);
        cluster.putService("shop", "dev-orders-v1-service", Map.of(), "10.96.0.1");
        watch(
                new KubernetesSettings(new KubernetesApi(cluster.uri()), null, null, null, null, null),
                Map.of(),
                question);
        assertThat(reports.next()).isEqualTo("10.96.0.1:4010*1");
        cluster.awaitWatches(1);
        cluster.putService("shop", "dev-orders-v1-service", Map.of(), "10.96.0.2");
        assertThat(reports.next()).isEqualTo("10.96.0.2:4010*1");
        cluster.putService("shop", "any", Map.of("soajs.content", "true", "soajs.service.name", "orders"), "10.96.0.3");
        cluster.putService("shop", "dev-orders-v1-service", Map.of(), "None");
        assertThat(reports.next()).isEqualTo("10.96.0.3:4010*1");
    }

    @Test
    void aTokenOfTheConfigurationIsSent() throws Exception {
        cluster.requireToken("hush");
        endpoints("orders-a", "10.0.0.1");
        watch(
                new KubernetesSettings(new KubernetesApi(cluster.uri()), Secret.parse("hush"), null, null, null, null),
                Map.of(),
                ORDERS);
        assertThat(reports.next()).isEqualTo("10.0.0.1:80*1");
    }
}
