package io.example.ledger;

import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.TokenBucket;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a counter has used, as it is written down: its id, when it may be forgotten, up to twelve numbers, and a check sum.
 *
 * @param counter the id of the counter
 * @param forgottenAtMillis from when on nothing of it counts, in milliseconds since the epoch
 * @param usage what has been used
 */
record StoredUsage(UUID counter, long forgottenAtMillis, Usage usage) {

    /** The bytes of each: a power of two, so that none lies on two sectors of a disk. */
    static final int BYTES = 128;

    private static final int NUMBERS = 12;
    private static final int CHECKED = BYTES - Integer.BYTES;

    private enum Kind {
        EMPTY,
        FIXED_WINDOW,
        SLIDING_WINDOW,
        TOKEN_BUCKET
    }

    ByteBuffer encode() {
        long[] numbers = new long[NUMBERS];
        Kind kind;
        if (usage instanceof FixedWindow.Used used) {
            kind = Kind.FIXED_WINDOW;
            numbers[0] = used.window();
            numbers[1] = used.permits();
        } else if (usage instanceof SlidingWindow.Used used) {
            kind = Kind.SLIDING_WINDOW;
            numbers[0] = used.part();
            for (int age = 0; age <= SlidingWindow.PARTS; age++) {
                numbers[age + 1] = used.permits(age);
            }
        } else {
            kind = Kind.TOKEN_BUCKET;
            numbers[0] = ((TokenBucket.Used) usage).fullAtNanos();
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(counter.getMostSignificantBits())
                .putLong(counter.getLeastSignificantBits())
                .putLong(forgottenAtMillis);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        bytes.putInt(kind.ordinal());
        bytes.putInt(checkSum(bytes));
        return bytes.flip();
    }

    /** The counter in these bytes; null if there is none, or none that can be trusted. */
    static @Nullable StoredUsage decode(ByteBuffer bytes) {
        int kind = bytes.getInt(CHECKED - Integer.BYTES);
        if (kind <= 0 || kind >= Kind.values().length || bytes.getInt(CHECKED) != checkSum(bytes)) {
            return null;
        }
        var counter = new UUID(bytes.getLong(0), bytes.getLong(Long.BYTES));
        long[] numbers = new long[NUMBERS];
        for (int n = 0; n < NUMBERS; n++) {
            numbers[n] = bytes.getLong((3 + n) * Long.BYTES);
        }
        Usage usage = switch (Kind.values()[kind]) {
            case FIXED_WINDOW -> new FixedWindow.Used(numbers[0], numbers[1]);
            case SLIDING_WINDOW -> slidingWindow(numbers);
            default -> new TokenBucket.Used(numbers[0]);
        };
        return new StoredUsage(counter, bytes.getLong(2 * Long.BYTES), usage);
    }

    /** Usages of sliding windows are made by one, and by whichever it is they are the same. */
    private static Usage slidingWindow(long[] numbers) {
        long[] permits = new long[NUMBERS - 1];
        System.arraycopy(numbers, 1, permits, 0, permits.length);
        return new SlidingWindow(1, 1).counted(numbers[0], permits);
    }

    static boolean isEmpty(ByteBuffer bytes) {
        for (int at = 0; at < BYTES; at += Long.BYTES) {
            if (bytes.getLong(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int checkSum(ByteBuffer bytes) {
        var sum = new CRC32();
        sum.update(bytes.slice(0, CHECKED));
        return (int) sum.getValue();
    }
}
