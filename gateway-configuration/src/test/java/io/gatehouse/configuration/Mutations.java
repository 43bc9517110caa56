package io.gatehouse.configuration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/** Damages a configuration in one of many ways, by a seed: what operators, editors and full disks do to files. */
public final class Mutations {

    private static final List<String> GARBAGE = List.of(
            "",
            "null",
            "true",
            "-1",
            "1e99",
            "[]",
            "{}",
            "[[[[[[",
            "}}",
            "\"",
            "'",
            "&a",
            "*a",
            "!!java.lang.Object x",
            "\u0000",
            "\u202e",
            "\uD83D\uDE00",
            "${NOPE}",
            "${file:/nope}",
            "${",
            "x: y: z",
            "\t",
            "%",
            "@",
            "|",
            ">",
            "? x",
            "http://",
            "off",
            "99999999999999999999",
            "0.0.0.0/99",
            "- - -",
            "<<: *a",
            "é",
            "#",
            "---");

    private final Random random;

    /** The same seed damages in the same way. */
    public Mutations(long seed) {
        random = new Random(seed);
    }

    /** The text with one mistake, which need not be text any more. */
    public byte[] damage(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(10)) {
            case 0 -> lines.set(at, line.replaceFirst("[a-z]", ""));
            case 1 -> lines.set(at, line.replaceFirst(":.*", ": " + Matcher.quoteReplacement(garbage())));
            case 2 -> lines.remove(at);
            case 3 -> lines.add(at, line);
            case 4 -> lines.set(at, " ".repeat(random.nextInt(4)) + line);
            case 5 -> lines.set(at, line.stripLeading());
            case 6 -> lines.set(at, insert(line, garbage()));
            case 7 -> lines.add(random.nextInt(lines.size()), line);
            default -> {
                return bytes(text);
            }
        }
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String insert(String line, String text) {
        int at = random.nextInt(line.length() + 1);
        return line.substring(0, at) + text + line.substring(at);
    }

    private String garbage() {
        return GARBAGE.get(random.nextInt(GARBAGE.size()));
    }
}
