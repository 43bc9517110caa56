package io.gatehouse.domain.address;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads IPv6 addresses as RFC 4291 writes them: groups, at most one {@code ::}, an IPv4 tail. */
final class Ipv6Literal {

    private Ipv6Literal() {}

    static byte @Nullable [] bytes(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            List<Byte> all = groups(text, true);
            return all == null || all.size() != 16 ? null : join(all, List.of());
        }
        List<Byte> head = gap == 0 ? List.of() : groups(text.substring(0, gap), false);
        List<Byte> tail = gap + 2 == text.length() ? List.of() : groups(text.substring(gap + 2), true);
        if (head == null || tail == null || head.size() + tail.size() > 14) {
            return null;
        }
        return join(head, tail);
    }

    private static byte[] join(List<Byte> head, List<Byte> tail) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < head.size(); i++) {
            bytes[i] = head.get(i);
        }
        for (int i = 0; i < tail.size(); i++) {
            bytes[16 - tail.size() + i] = tail.get(i);
        }
        return bytes;
    }

    private static @Nullable List<Byte> groups(String text, boolean mayEndInIpv4) {
        List<Byte> bytes = new ArrayList<>(16);
        int at = 0;
        while (at <= text.length()) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? text.length() : colon;
            String group = text.substring(at, end);
            boolean last = colon < 0;
            if (last && mayEndInIpv4 && group.indexOf('.') > 0) {
                return withIpv4(bytes, group);
            }
            if (!add(group, bytes)) {
                return null;
            }
            at = end + 1;
        }
        return bytes;
    }

    private static @Nullable List<Byte> withIpv4(List<Byte> bytes, String group) {
        byte[] tail = Ipv4Literal.bytes(group);
        if (tail == null) {
            return null;
        }
        for (byte part : tail) {
            bytes.add(part);
        }
        return bytes;
    }

    private static boolean add(String group, List<Byte> bytes) {
        if (group.isEmpty() || group.length() > 4) {
            return false;
        }
        int number = 0;
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return false;
            }
            number = number * 16 + digit;
        }
        bytes.add((byte) (number >> 8));
        bytes.add((byte) number);
        return true;
    }
}
