package io.gatehouse.domain.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Each host in turn. */
final class RoundRobin implements HostChooser {

    private final AtomicInteger next = new AtomicInteger();

    @Override
    public @Nullable UpstreamHost choose(Rotation rotation, TriedHosts tried) {
        return Turns.from(next.getAndIncrement(), rotation, tried);
    }
}
