package io.gatehouse.domain.health;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.Timer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A probe that finds hosts as a test has left them: well, sick with a reason, or silent until their time-out or until
 * the test answers for them. Other hosts are reported at once, on the calling thread. Safe for concurrent use.
 */
public final class ScriptedProbe implements UpstreamProbe {

    private final Timer timer;
    private final Map<HostAddress, String> sick = new ConcurrentHashMap<>();
    private final Set<HostAddress> silent = ConcurrentHashMap.newKeySet();
    private final List<ProbeTarget> probed = new CopyOnWriteArrayList<>();
    private final List<Consumer<ProbeResult>> waiting = new CopyOnWriteArrayList<>();

    /** A probe whose silent hosts time out by this timer. */
    public ScriptedProbe(Timer timer) {
        this.timer = timer;
    }

    @Override
    public void probe(ProbeTarget target, Consumer<ProbeResult> report) {
        probed.add(target);
        if (silent.contains(target.address())) {
            Consumer<ProbeResult> once = once(report);
            waiting.add(once);
            timer.after(target.timeout(), () -> once.accept(ProbeResult.failed("timed out")));
            return;
        }
        String reason = sick.get(target.address());
        report.accept(reason == null ? ProbeResult.GOOD : ProbeResult.failed(reason));
    }

    /** Lets a host fail from now on. */
    public void sicken(HostAddress host, String reason) {
        sick.put(host, reason);
    }

    /** Lets a host be well from now on. */
    public void heal(HostAddress host) {
        sick.remove(host);
    }

    /** Lets a host be silent from now on. */
    public void silence(HostAddress host) {
        silent.add(host);
    }

    /** Answers for every silent host that is being probed. */
    public void answer(ProbeResult result) {
        List<Consumer<ProbeResult>> all = List.copyOf(waiting);
        waiting.removeAll(all);
        all.forEach(report -> report.accept(result));
    }

    /** What has been probed so far, in that order. */
    public List<ProbeTarget> probed() {
        return List.copyOf(probed);
    }

    /** How often this host has been probed. */
    public long probes(HostAddress host) {
        return probed.stream().filter(target -> target.address().equals(host)).count();
    }

    private Consumer<ProbeResult> once(Consumer<ProbeResult> report) {
        var reported = new AtomicBoolean();
        return result -> {
            if (reported.compareAndSet(false, true)) {
                report.accept(result);
            }
        };
    }
}
