package io.gatehouse.http.forwarding;

/**
 * How long a client says it will wait for its response: digits for milliseconds, or with a unit as in {@code grpc-timeout}, one of
 * {@code H M S m u n} from hours to nanoseconds. At most eight digits.
 */
public final class ClientDeadline {

    /** The text is no such deadline. */
    public static final long NONE = -1;

    private static final int MOST_DIGITS = 8;
    private static final long NANOS_A_MILLI = 1_000_000;

    private ClientDeadline() {}

    /** The nanoseconds that this says; {@link #NONE} if it says nothing that makes sense. */
    public static long nanos(String text) {
        int digits = hasUnit(text) ? text.length() - 1 : text.length();
        if (digits == 0 || digits > MOST_DIGITS) {
            return NONE;
        }
        long number = 0;
        for (int i = 0; i < digits; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = number * 10 + digit;
        }
        return number * (digits == text.length() ? NANOS_A_MILLI : unit(text.charAt(digits)));
    }

    /** What is told onwards: so many nanoseconds, in whole milliseconds, with a unit or not. */
    public static String text(long nanos, boolean unit) {
        long millis = Math.min(99_999_999, Math.max(0, nanos / NANOS_A_MILLI));
        return unit ? millis + "m" : Long.toString(millis);
    }

    /** Whether a deadline is written with a unit. */
    public static boolean hasUnit(String text) {
        return !text.isEmpty() && unit(text.charAt(text.length() - 1)) > 0;
    }

    private static long unit(char unit) {
        return switch (unit) {
            case 'H' -> 3_600_000_000_000L;
            case 'M' -> 60_000_000_000L;
            case 'S' -> 1_000_000_000L;
            case 'm' -> NANOS_A_MILLI;
            case 'u' -> 1_000;
            case 'n' -> 1;
            default -> 0;
        };
    }
}
