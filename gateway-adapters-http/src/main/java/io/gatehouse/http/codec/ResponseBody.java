package io.gatehouse.http.codec;

import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How the body of an answer ends, and where its content stands in the bytes that come in. */
public final class ResponseBody {

    /** All content has been found. */
    public static final int END = -1;
    /** There is no content in the buffer, and it has been skipped. */
    public static final int MORE = 0;
    /** The framing makes no sense. */
    public static final int BROKEN = -2;

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final @Nullable ChunkDecoder chunks;
    private final boolean untilClose;
    private long left;

    private ResponseBody(@Nullable ChunkDecoder chunks, boolean untilClose, long left) {
        this.chunks = chunks;
        this.untilClose = untilClose;
        this.left = left;
    }

    /** The body that belongs to this head as an answer to this method. */
    public static ResponseBody of(ResponseHead head, HttpString method) {
        boolean none = method.equals(Methods.HEAD) || head.status() == NO_CONTENT || head.status() == NOT_MODIFIED;
        if (none || head.length() != ResponseHead.UNKNOWN) {
            return new ResponseBody(null, false, none ? 0 : head.length());
        }
        return head.chunked() ? new ResponseBody(new ChunkDecoder(), false, 0) : new ResponseBody(null, true, 0);
    }

    /** Bytes of content at the buffer's position, framing before them skipped; or END, MORE or BROKEN. */
    public int available(ByteBuffer raw) {
        if (chunks != null) {
            return chunks.available(raw);
        }
        if (untilClose) {
            return raw.remaining();
        }
        return left == 0 ? END : (int) Math.min(left, raw.remaining());
    }

    /** Content has been taken from the buffer. */
    public void taken(int bytes) {
        if (chunks != null) {
            chunks.taken(bytes);
        } else {
            left -= untilClose ? 0 : bytes;
        }
    }

    /** Whether nothing needs to come behind so much content. */
    public boolean isLast(int content) {
        return untilClose || (chunks == null && content == left);
    }

    /** Whether it ends when the connection does. */
    public boolean isUntilClose() {
        return untilClose;
    }

    /**
     * Finds the content in a body of transfer coding {@code chunked}, in place.
     *
     * <p>Read strictly: sizes are 1 to 15 hexadecimal digits, lines end in CRLF. Extensions and trailers are skipped, up to a
     * limit; trailers are not handed on.
     */
    static final class ChunkDecoder {

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
}
