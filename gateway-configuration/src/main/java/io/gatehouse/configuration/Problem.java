package io.gatehouse.configuration;

/**
 * One mistake in a configuration: where, what was given, and what would have been right.
 *
 * <p>The parts are made safe for a terminal and bounded in length here; secrets are left out by whoever makes the
 * problem.
 *
 * @param origin the place to look at
 * @param path the keys that lead there, such as {@code services.orders.load-balancing}; may be empty
 * @param given what stands there, as it should be shown
 * @param expected what should stand there
 */
public record Problem(Origin origin, String path, String given, String expected) {

    public Problem {
        path = Printable.text(path);
        given = Printable.text(given);
        expected = Printable.text(expected);
    }

    @Override
    public String toString() {
        String place =
                path.isEmpty() ? Printable.text(origin.toString()) : Printable.text(origin.toString()) + " " + path;
        return place + ": " + given + " (expected " + expected + ")";
    }
}
