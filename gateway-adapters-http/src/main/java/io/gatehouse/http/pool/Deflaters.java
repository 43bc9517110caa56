package io.gatehouse.http.pool;

import java.util.ArrayDeque;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** The compressors of one I/O thread, each with some 270 KB outside of the heap: so many at a time, a few kept to be used again. */
public final class Deflaters {

    /** Some 17 MB; further responses are sent as they come. */
    static final int MOST = 64;

    private static final int MOST_IDLE = 8;

    /** A third less work than the usual 6, for some 6 % more bytes of JSON. */
    private static final int LEVEL = 5;

    private final ArrayDeque<Deflater> idle = new ArrayDeque<>();
    private int taken;

    /** A compressor that has seen nothing, for raw deflate data; null if as many as may be are in use. */
    public @Nullable Deflater take() {
        if (taken == MOST) {
            return null;
        }
        taken++;
        Deflater kept = idle.poll();
        return kept == null ? new Deflater(LEVEL, true) : kept;
    }

    /** It is needed no longer. */
    public void giveBack(Deflater deflater) {
        taken--;
        if (idle.size() < MOST_IDLE) {
            deflater.reset();
            idle.push(deflater);
        } else {
            deflater.end();
        }
    }
}
