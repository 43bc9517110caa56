package io.gatehouse.domain.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
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
}
