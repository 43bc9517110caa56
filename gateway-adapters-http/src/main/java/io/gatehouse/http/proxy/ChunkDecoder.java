package io.gatehouse.http.proxy;

import java.nio.ByteBuffer;

/**
 * Finds the content in a body of transfer coding {@code chunked}, in place.
 *
 * <p>Read strictly: sizes are 1 to 15 hexadecimal digits, lines end in CRLF. Extensions and trailers are skipped, up to a
 * limit; trailers are not handed on.
 */
final class ChunkDecoder {

    private static final int LONGEST_SIZE = 15;
    private static final int LARGEST_SKIPPED = 16 * 1024;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER,
        TRAILER_LF,
        END_LF,
        DONE,
        BROKEN
    }

    private State state = State.SIZE;
    private long left;
    private int digits;
    private int skipped;

    /** Bytes of content at the buffer's position, framing before them skipped; or one of {@link ResponseBody}'s marks. */
    int available(ByteBuffer raw) {
        while (state != State.DATA) {
            if (state == State.DONE) {
                return ResponseBody.END;
            }
            if (state == State.BROKEN) {
                return ResponseBody.BROKEN;
            }
            if (!raw.hasRemaining()) {
                return ResponseBody.MORE;
            }
            state = next(raw.get());
        }
        return (int) Math.min(left, raw.remaining());
    }

    /** Content has been taken from the buffer. */
    void taken(int bytes) {
        left -= bytes;
        if (left == 0) {
            state = State.DATA_CR;
        }
    }

    private State next(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> b == '\r' ? State.SIZE_LF : skip(b, State.EXTENSION);
            case SIZE_LF -> b == '\n' ? afterSize() : State.BROKEN;
            case DATA_CR -> b == '\r' ? State.DATA_LF : State.BROKEN;
            case DATA_LF -> b == '\n' ? beginSize() : State.BROKEN;
            case TRAILER_START -> b == '\r' ? State.END_LF : skip(b, State.TRAILER);
            case TRAILER -> b == '\r' ? State.TRAILER_LF : skip(b, State.TRAILER);
            case TRAILER_LF -> b == '\n' ? State.TRAILER_START : State.BROKEN;
            case END_LF -> b == '\n' ? State.DONE : State.BROKEN;
            case DATA, DONE, BROKEN -> state;
        };
    }

    private State beginSize() {
        left = 0;
        digits = 0;
        return State.SIZE;
    }

    private State size(byte b) {
        int digit = b < 0 ? -1 : Character.digit(b, 16);
        if (digit >= 0) {
            left = left << 4 | digit;
            return ++digits > LONGEST_SIZE ? State.BROKEN : State.SIZE;
        }
        if (digits == 0) {
            return State.BROKEN;
        }
        if (b == '\r') {
            return State.SIZE_LF;
        }
        return b == ';' || b == ' ' || b == '\t' ? State.EXTENSION : State.BROKEN;
    }

    private State afterSize() {
        return left == 0 ? State.TRAILER_START : State.DATA;
    }

    private State skip(byte b, State next) {
        boolean control = b >= 0 && b < 0x20 && b != '\t';
        return control || ++skipped > LARGEST_SKIPPED ? State.BROKEN : next;
    }
}
