package io.gatehouse.domain.upstream;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Any host, as likely as its weight says. */
final class RandomChoice implements HostChooser {

    private final IntUnaryOperator below;

    /** Draws from {@code below}, which gives a number from zero up to but not including its argument. */
    RandomChoice(IntUnaryOperator below) {
        this.below = below;
    }

    @Override
    public @Nullable UpstreamHost choose(Rotation rotation, TriedHosts tried) {
        return rotation.length() == 0 ? null : RotationWalk.from(below.applyAsInt(rotation.length()), rotation, tried);
    }
}
