package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.registry.ReloadResult;
import io.gatehouse.domain.time.WatchedCount;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** Whoever writes to the log may have to wait, with whatever locks it holds; so it holds none of ours. */
@Isolated("the log is that of every gateway in the process")
class LogsHoldNoLockTest {

    private static final String PROBED =
            "    health-check: { path: /heartbeat, interval: 50ms, timeout: 5s, unhealthy-after: 2, healthy-after: 1 }\n";
    private static final List<String> OURS = List.of("io.gatehouse", "gatehouse");
    private static final String TENANTS = """
            products: { shop: { packages: { basic: {} } } }
            tenants:
              acme:
                name: Acme
                applications:
                  app: { package: shop/basic, keys: { web: { value: web-key, expires: 2020-01-01T00:00:00Z } } }
            """;

    @TempDir
    private Path temporary;

    private final Held held = new Held();
    private final Map<String, Level> levels = new HashMap<>();

    @BeforeEach
    void listen() {
        held.start();
        OURS.forEach(name -> levels.put(name, logger(name).getLevel()));
        OURS.forEach(name -> logger(name).setLevel(Level.INFO));
        OURS.forEach(name -> logger(name).addAppender(held));
    }

    @AfterEach
    void stopListening() {
        levels.forEach((name, level) -> logger(name).setLevel(level));
        OURS.forEach(name -> logger(name).detachAppender(held));
        held.stop();
    }

    @Test
    void holdsNoMonitorWhateverIsLogged() throws Exception {
        try (Backend backend = Backend.start("one")) {
            var registry = new RegistryFolder(temporary);
            registry.write("services.yml", Configurations.orders(PROBED, backend));
            registry.write("tenants.yml", TENANTS);
            try (Gatehouse gateway = registry.start(", last-good: " + temporary.resolve("no/such/folder/copy"))) {
                registry.write("services.yml", "services: nonsense\n");
                assertThat(gateway.reload()).isEqualTo(ReloadResult.REFUSED);
                registry.write("services.yml", Configurations.orders(PROBED, backend) + "    \n");
                gateway.reload();
                registry.write("services.yml", Configurations.orders(backend));
                assertThat(gateway.reload()).isEqualTo(ReloadResult.LOADED);
                registry.write("services.yml", Configurations.orders(PROBED, backend));
                assertThat(gateway.reload()).isEqualTo(ReloadResult.LOADED);
                backend.sick(true);
                held.lines.await("a line of the host", any -> held.loggers().contains("HealthLog"));
            }
        }
        assertThat(held.loggers()).contains("RegistryLoader", "audit", "KeyExpiryWatch", "HealthLog", "Gatehouse");
        assertThat(held.monitors).isEmpty();
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /** The monitors of the gateway's own objects that were held by whoever logged, by line. */
    private static final class Held extends UnsynchronizedAppenderBase<ILoggingEvent> {

        private final Map<String, List<String>> monitors = new ConcurrentHashMap<>();
        private final Map<String, String> loggers = new ConcurrentHashMap<>();
        private final WatchedCount lines = new WatchedCount();

        @Override
        protected void append(ILoggingEvent event) {
            String logger = event.getLoggerName();
            loggers.put(logger.substring(logger.lastIndexOf('.') + 1), logger);
            long[] self = {Thread.currentThread().getId()};
            List<String> ours = Stream.of(ManagementFactory.getThreadMXBean().getThreadInfo(self, true, false))
                    .flatMap(info -> Arrays.stream(info.getLockedMonitors()))
                    .map((MonitorInfo monitor) -> ((LockInfo) monitor).getClassName())
                    .filter(name -> name.startsWith("io.gatehouse"))
                    .toList();
            if (!ours.isEmpty()) {
                monitors.put(event.getFormattedMessage(), ours);
            }
            lines.add(1);
        }

        List<String> loggers() {
            return List.copyOf(loggers.keySet());
        }
    }
}
