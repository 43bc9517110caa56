package io.gatehouse.domain.health;

import io.gatehouse.domain.service.HostAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

class ScriptedProbeTest extends UpstreamProbeContract {

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final ScriptedProbe probe = new ScriptedProbe((delay, task) -> {
        var scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    });

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Override
    protected UpstreamProbe probe() {
        return probe;
    }

    @Override
    protected Duration timeout() {
        return Duration.ofMillis(20);
    }

    @Override
    protected HostAddress answering(int status) {
        var host = new HostAddress(false, "answers-" + status, 80);
        if (status >= 400) {
            probe.sicken(host, "status " + status);
        }
        return host;
    }

    @Override
    protected HostAddress silent() {
        var host = new HostAddress(false, "silent", 80);
        probe.silence(host);
        return host;
    }

    @Override
    protected HostAddress absent() {
        var host = new HostAddress(false, "absent", 80);
        probe.sicken(host, "refused");
        return host;
    }
}
