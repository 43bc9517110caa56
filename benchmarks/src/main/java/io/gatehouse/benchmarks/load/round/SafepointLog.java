package io.gatehouse.benchmarks.load.round;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM writes about the moments at which all its threads stood still ({@code -Xlog:safepoint}). */
final class SafepointLog {

    private static final Pattern TOTAL = Pattern.compile("Total: +(\\d+) ns");

    private SafepointLog() {}

    /** Where the log ends now; 0 if there is none. */
    static long end(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The longest pause written behind this place, in milliseconds; 0 for none. */
    static double longestMillis(Path log, long from) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            var bytes = new byte[(int) Math.max(0, file.length() - from)];
            file.readFully(bytes);
            return longestMillis(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    static double longestMillis(String text) {
        double longest = 0;
        for (Matcher total = TOTAL.matcher(text); total.find(); ) {
            longest = Math.max(longest, Long.parseLong(total.group(1)) / 1e6);
        }
        return longest;
    }
}
