package io.gatehouse.http.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The transfer coding {@code chunked} (RFC 9112, 7.1): written around content in a buffer, and found around it. */
public final class ChunkedCoding {

    /** The bytes behind the last content; no trailers. */
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    /** The bytes that {@link #last} puts. */
    public static final int LAST_CHUNK_LENGTH = LAST_CHUNK.length;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEAD = 6;
    private static final int LARGEST = 0xffff;
    private static final int LINE_END = 2;

    private ChunkedCoding() {}

    /**
     * Leaves room in front for the head of a chunk, and behind for its end and the last chunk: what is put between position and
     * limit now becomes its content. To be followed by {@link #end}, whatever comes between.
     */
    public static void begin(ByteBuffer to) {
        int content = to.position() + HEAD;
        to.limit(Math.min(to.limit() - LINE_END - LAST_CHUNK.length, content + LARGEST))
                .position(content);
    }

    /** Makes a chunk of so many bytes that have been put there, none if there are none; the limit is the buffer's own again. */
    public static void end(ByteBuffer to, int content, int limit) {
        int start = to.position() - content - HEAD;
        to.limit(limit);
        if (content == 0) {
            to.position(start);
            return;
        }
        for (int i = 0, bits = 12; bits >= 0; i++, bits -= 4) {
            to.put(start + i, HEX[content >> bits & 15]);
        }
        to.put(start + 4, (byte) '\r').put(start + 5, (byte) '\n');
        to.put((byte) '\r').put((byte) '\n');
    }

    /** Ends a body. */
    public static void last(ByteBuffer to) {
        to.put(LAST_CHUNK);
    }

    /**
     * Finds the content in a body of transfer coding {@code chunked}, in place.
     *
     * <p>Read strictly: sizes are 1 to 15 hexadecimal digits, lines end in CRLF. Extensions and trailers are skipped, up to a
     * limit that grows with the content; trailers are not handed on. An upstream is forgiven blanks and odd characters in what is
     * skipped; of a client's request, extensions are visible characters, and trailers have names that are tokens.
     */
    public static final class Decoder {

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
            TRAILER_NAME,
            TRAILER,
            TRAILER_LF,
            END_LF,
            DONE,
            BROKEN
        }

        private final boolean strict;
        private State state = State.SIZE;
        private long left;
        private int digits;
        private long mayBeSkipped = LARGEST_SKIPPED;

        private Decoder(boolean strict) {
            this.strict = strict;
        }

        /** One for the body of a client's request. */
        public static Decoder ofRequest() {
            return new Decoder(true);
        }

        /** One for the body of an upstream's response. */
        public static Decoder ofResponse() {
            return new Decoder(false);
        }

        /** Bytes of content at the buffer's position, framing before them skipped; or one of {@link ResponseBody}'s marks. */
        public int available(ByteBuffer raw) {
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
        public void taken(int bytes) {
            left -= bytes;
            mayBeSkipped += bytes;
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
                case TRAILER_START -> b == '\r' ? State.END_LF : trailer(b);
                case TRAILER_NAME -> b == ':' ? skip(b, State.TRAILER) : trailer(b);
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
            return b == ';' || (!strict && (b == ' ' || b == '\t')) ? State.EXTENSION : State.BROKEN;
        }

        private State trailer(byte b) {
            if (!strict) {
                return skip(b, State.TRAILER);
            }
            return Tokens.isTokenChar(b) ? skip(b, State.TRAILER_NAME) : State.BROKEN;
        }

        private State afterSize() {
            return left == 0 ? State.TRAILER_START : State.DATA;
        }

        private State skip(byte b, State next) {
            boolean control = b == 0x7f || (b >= 0 && b < 0x20 && b != '\t');
            boolean odd = strict && next == State.EXTENSION && (b <= ' ' || b == 0x7f);
            return control || odd || --mayBeSkipped < 0 ? State.BROKEN : next;
        }
    }
}
