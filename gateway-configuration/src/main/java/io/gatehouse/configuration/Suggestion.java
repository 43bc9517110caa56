package io.gatehouse.configuration;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody probably meant, by edit distance (a swap of neighbours counts once). */
public final class Suggestion {

    private static final int LONGEST_WORD = 64;
    private static final int MOST_WORDS = 2000;

    private Suggestion() {}

    /** The nearest of the known words, or null where none is near enough to be a slip. */
    public static @Nullable String nearest(String given, Collection<String> known) {
        String word = given.toLowerCase(Locale.ROOT);
        if (word.isEmpty() || word.length() > LONGEST_WORD) {
            return null;
        }
        int best = Math.max(1, word.length() / 3) + 1;
        String nearest = null;
        int looked = 0;
        for (String candidate : known) {
            if (looked++ == MOST_WORDS) {
                break;
            }
            int distance = distance(word, candidate.toLowerCase(Locale.ROOT), best);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** {@code "; did you mean x?"}, or nothing. */
    public static String hint(String given, Collection<String> known) {
        String nearest = nearest(given, known);
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }

    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (swapped(a, i, b, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }

    private static boolean swapped(String a, int i, String b, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
