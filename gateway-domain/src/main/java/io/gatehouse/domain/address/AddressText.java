package io.gatehouse.domain.address;

import java.net.InetAddress;

/**
 * Writes addresses in their one canonical form: IPv4 as four numbers, IPv6 as RFC 5952 wants it and without a zone, so that
 * equal addresses are equal text wherever they are logged, counted or forwarded. Never asks a name service.
 */
public final class AddressText {

    private static final int GROUPS = 8;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private AddressText() {}

    /** The address; an IPv4-mapped IPv6 address is written as the IPv4 address. */
    public static String of(InetAddress address) {
        return of(address.getAddress());
    }

    /** The same of the 4 or 16 bytes of an address. */
    public static String of(byte[] address) {
        byte[] bytes = AddressLiteral.fold(address);
        return bytes.length == 4 ? four(bytes) : six(bytes);
    }

    /** The address as it stands before a port: IPv6 in brackets. */
    public static String inUrl(InetAddress address) {
        String text = of(address);
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }

    private static String four(byte[] bytes) {
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }

    private static String six(byte[] bytes) {
        int gap = longestGap(bytes);
        int behind = gap < 0 ? -1 : endOfZeros(bytes, gap);
        var text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i = behind - 1;
            } else {
                text.append(i == 0 || i == behind ? "" : ":");
                hex(group(bytes, i), text);
            }
        }
        return text.toString();
    }

    /** Where the first of the longest runs of two or more zero groups begins; -1 if there is none. */
    private static int longestGap(byte[] bytes) {
        int best = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = endOfZeros(bytes, i) - i;
            if (length > longest) {
                best = i;
                longest = length;
            }
        }
        return best;
    }

    private static int endOfZeros(byte[] bytes, int from) {
        int end = from;
        while (end < GROUPS && group(bytes, end) == 0) {
            end++;
        }
        return end;
    }

    private static int group(byte[] bytes, int i) {
        return (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }

    private static void hex(int group, StringBuilder to) {
        int shift = 12;
        while (shift > 0 && group >> shift == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            to.append(HEX[(group >> shift) & 15]);
        }
    }
}
