package io.gatehouse.domain.address;

import org.jspecify.annotations.Nullable;

/** Reads dotted decimal addresses: exactly four numbers, none above 255, no leading zeros. */
final class Ipv4Literal {

    private Ipv4Literal() {}

    static byte @Nullable [] bytes(String text) {
        byte[] bytes = new byte[4];
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int end = part < 3 ? text.indexOf('.', at) : text.length();
            int number = end < 0 ? -1 : number(text, at, end);
            if (number < 0) {
                return null;
            }
            bytes[part] = (byte) number;
            at = end + 1;
        }
        return bytes;
    }

    private static int number(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number > 255 ? -1 : number;
    }
}
