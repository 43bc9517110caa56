package io.gatehouse.domain.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads addresses that are written as numbers. Never asks a name service, whatever the text. */
public final class AddressLiteral {

    private static final int LONGEST = 45;

    private AddressLiteral() {}

    /**
     * The address, or null where the text is none. IPv4 is four decimal numbers without leading zeros; IPv6 has no
     * brackets and no zone. An IPv4-mapped IPv6 address becomes the IPv4 address.
     */
    public static @Nullable InetAddress parse(String text) {
        byte[] bytes = bytes(text);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The 4 or 16 bytes of the address, or null; mapped addresses are folded to 4 bytes. */
    static byte @Nullable [] bytes(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        byte[] bytes = text.indexOf(':') < 0 ? Ipv4Literal.bytes(text) : Ipv6Literal.bytes(text);
        return bytes == null ? null : fold(bytes);
    }

    /** An IPv4-mapped IPv6 address as the IPv4 address; others as they are. */
    static byte[] fold(byte[] bytes) {
        return isMapped(bytes) ? new byte[] {bytes[12], bytes[13], bytes[14], bytes[15]} : bytes;
    }

    static boolean isMapped(byte[] bytes) {
        if (bytes.length != 16 || bytes[10] != -1 || bytes[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads dotted decimal addresses: exactly four numbers, none above 255, no leading zeros. */
    private static final class Ipv4Literal {

        private Ipv4Literal() {}

        static byte @Nullable [] bytes(String text) {
            byte[] bytes = new byte[4];
            int part = 0;
            int number = -1;
            for (int i = 0; i <= text.length(); i++) {
                char c = i < text.length() ? text.charAt(i) : '.';
                if (c == '.' && number >= 0 && part < 4) {
                    bytes[part++] = (byte) number;
                    number = -1;
                } else if (c < '0' || c > '9' || number == 0) {
                    return null;
                } else {
                    number = Math.max(0, number) * 10 + c - '0';
                }
                if (number > 255) {
                    return null;
                }
            }
            return part == 4 ? bytes : null;
        }
    }

    /** Reads IPv6 addresses as RFC 4291 writes them: groups, at most one {@code ::}, an IPv4 tail. */
    private static final class Ipv6Literal {

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
}
