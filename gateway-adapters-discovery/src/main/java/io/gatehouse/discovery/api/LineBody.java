package io.gatehouse.discovery.api;

import io.gatehouse.plugin.BoundedBody;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Gives out a body line by line; a line that is too long fails it, what follows the last line end is dropped. */
public final class LineBody extends BoundedBody {

    private final Lines lines;

    /** Takes lines, without their ends. */
    @FunctionalInterface
    public interface Lines {

        /** Takes the next one; whatever it throws ends the body. */
        void accept(byte[] line) throws IOException;
    }

    LineBody(int longest, Lines lines) {
        super(longest, ApiFailure::new);
        this.lines = lines;
    }

    @Override
    protected void take(ByteBuffer arrived) throws IOException {
        for (int at = arrived.position(); at < arrived.limit(); at++) {
            if (arrived.get(at) == '\n') {
                keep(arrived, at - arrived.position());
                arrived.get();
                byte[] line = kept();
                if (line.length > 0) {
                    lines.accept(line);
                }
            }
        }
        keep(arrived, arrived.remaining());
    }
}
