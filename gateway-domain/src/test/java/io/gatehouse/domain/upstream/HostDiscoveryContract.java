package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link HostDiscovery} must do; an adapter's test extends this and provides the place where hosts register. */
public abstract class HostDiscoveryContract {

    private static final VersionKey VERSION = new VersionKey("orders", VersionNumber.parse("1"));

    /** How long {@code watch} and {@code close} may take on a busy machine. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /** How long a change may take to be reported. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The discovery to be tested, always the same within a test. */
    protected abstract HostDiscovery discovery();

    /** Something to ask for by this name; two names are two versions. */
    protected abstract HostSource.Discovered source(String name);

    /** From now on these are the hosts of what is asked for by this name; none at first. */
    protected abstract void register(String name, List<Host> hosts);

    /** From now on nobody finds out anything, until it works again. */
    protected abstract void fails(boolean failing);

    @Test
    void isAskedForTheSameByEqualParameters() {
        assertThat(source("orders").parameters()).isEqualTo(source("orders").parameters());
        assertThat(source("orders").parameters()).isNotEqualTo(source("stock").parameters());
    }

    @Test
    void reportsTheHostsThatAreThere() throws InterruptedException {
        register("orders", hosts("10.0.0.1", "10.0.0.2"));
        var reports = new Reports();
        try (HostDiscovery.Watch watch = watch("orders", reports)) {
            assertThat(watch).isNotNull();
            reports.await(hosts("10.0.0.1", "10.0.0.2"));
        }
    }

    @Test
    void reportsAllHostsWheneverTheyChange() throws InterruptedException {
        register("orders", hosts("10.0.0.1"));
        var reports = new Reports();
        try (HostDiscovery.Watch watch = watch("orders", reports)) {
            assertThat(watch).isNotNull();
            reports.await(hosts("10.0.0.1"));
            register("orders", hosts("10.0.0.1", "10.0.0.2", "10.0.0.3"));
            reports.await(hosts("10.0.0.1", "10.0.0.2", "10.0.0.3"));
            register("orders", hosts("10.0.0.3"));
            reports.await(hosts("10.0.0.3"));
        }
    }

    @Test
    void reportsThatTheLastHostIsGone() throws InterruptedException {
        register("orders", hosts("10.0.0.1"));
        var reports = new Reports();
        try (HostDiscovery.Watch watch = watch("orders", reports)) {
            assertThat(watch).isNotNull();
            reports.await(hosts("10.0.0.1"));
            register("orders", List.of());
            reports.await(List.of());
        }
    }

    @Test
    void keepsWatchesApart() throws InterruptedException {
        register("orders", hosts("10.0.0.1"));
        register("stock", hosts("10.0.1.1"));
        var orders = new Reports();
        var stock = new Reports();
        HostDiscovery.Watch ended = watch("orders", orders);
        try (HostDiscovery.Watch watch = watch("stock", stock)) {
            assertThat(watch).isNotNull();
            orders.await(hosts("10.0.0.1"));
            stock.await(hosts("10.0.1.1"));
            ended.close();
            ended.close();
            register("stock", hosts("10.0.1.2"));
            stock.await(hosts("10.0.1.2"));
        }
    }

    @Test
    void reportsAFailureAsOneAndRecoversByItself() throws InterruptedException {
        register("orders", hosts("10.0.0.1"));
        fails(true);
        var reports = new Reports();
        long begun = System.nanoTime();
        try (HostDiscovery.Watch watch = watch("orders", reports)) {
            assertThat(watch).isNotNull();
            assertThat(System.nanoTime() - begun).as("watch returns at once").isLessThan(AT_ONCE.toNanos());
            assertThat(reports.next())
                    .isInstanceOfSatisfying(
                            String.class, reason -> assertThat(reason).isNotBlank());
            fails(false);
            reports.await(hosts("10.0.0.1"));
        }
    }

    @Test
    void neverTakesAFailureForTheEndOfAllHosts() throws InterruptedException {
        register("orders", hosts("10.0.0.1"));
        var reports = new Reports();
        try (HostDiscovery.Watch watch = watch("orders", reports)) {
            assertThat(watch).isNotNull();
            reports.await(hosts("10.0.0.1"));
            fails(true);
            register("orders", hosts("10.0.0.2"));
            fails(false);
            reports.await(hosts("10.0.0.2"));
            assertThat(reports.empty).as("an empty list was reported").isFalse();
        }
    }

    private HostDiscovery.Watch watch(String name, HostDiscovery.Receiver receiver) {
        return discovery().watch(VERSION, source(name), receiver);
    }

    /** Hosts of weight 1 at port 8080. */
    protected static List<Host> hosts(String... addresses) {
        return Arrays.stream(addresses)
                .map(address -> new Host(new HostAddress(false, address, 8080), 1))
                .toList();
    }

    private static final class Reports implements HostDiscovery.Receiver {

        private final BlockingQueue<Object> all = new LinkedBlockingQueue<>();
        private volatile boolean empty;

        @Override
        public void hosts(List<Host> now) {
            empty |= now.isEmpty();
            all.add(List.copyOf(now));
        }

        @Override
        public void failed(String reason) {
            all.add(reason);
        }

        Object next() throws InterruptedException {
            Object report = all.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(report).as("a report in time").isNotNull();
            return report;
        }

        /** Takes reports until these hosts are reported, in any order; what is on the way there does not matter. */
        void await(List<Host> wanted) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            Object report = next();
            while (!(report instanceof List<?> hosts && hosts.size() == wanted.size() && hosts.containsAll(wanted))) {
                assertThat(System.nanoTime())
                        .as("%s in time, but %s", wanted, report)
                        .isLessThan(end);
                report = next();
            }
        }
    }
}
