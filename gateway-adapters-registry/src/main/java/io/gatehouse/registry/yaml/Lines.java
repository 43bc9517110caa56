package io.gatehouse.registry.yaml;

/** The lines of a text that is still bytes; in UTF-8 no other letter has the byte of a line feed in it. */
final class Lines {

    private Lines() {}

    /** How many lines end in this stretch. */
    static int count(byte[] bytes, int begin, int end) {
        int lines = 0;
        for (int i = begin; i < end; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** The begin of the line that lies so many lines above this place; 0 is the line of the place itself. */
    static int back(byte[] bytes, int place, int lines) {
        int left = lines;
        int i = place;
        while (i > 0 && (bytes[i - 1] != '\n' || left-- > 0)) {
            i--;
        }
        return i;
    }

    /** The begin of the line that lies so many lines below this place, or the end of the text. */
    static int forth(byte[] bytes, int place, int lines) {
        int left = lines;
        int i = place;
        while (i < bytes.length && left > 0) {
            left -= bytes[i++] == '\n' ? 1 : 0;
        }
        return i;
    }

    /**
     * Whether there is anything else that the parser counts as the end of a line: carriage return, next line, line and paragraph
     * separator. One that only ends in this stretch, or only begins in it, counts.
     */
    static boolean haveOtherBreaks(byte[] bytes, int begin, int end) {
        for (int i = Math.max(0, begin - 2); i < end; i++) {
            if (bytes[i] == '\r' || (bytes[i] < 0 && isOtherBreak(bytes, i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOtherBreak(byte[] bytes, int at) {
        int second = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
        int third = at + 2 < bytes.length ? bytes[at + 2] & 0xFF : 0;
        return switch (bytes[at] & 0xFF) {
            case 0xC2 -> second == 0x85;
            case 0xE2 -> second == 0x80 && (third == 0xA8 || third == 0xA9);
            default -> false;
        };
    }
}
