package io.gatehouse.http.codec;

import io.gatehouse.domain.address.AddressLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy in front says before the first byte of a client: the header of the PROXY protocol (HAProxy's specification of 2020), in
 * version 1 or 2. Read strictly: what is not exactly as the specification has it is refused.
 *
 * @param source who connected to the proxy; null if the proxy speaks for itself, or does not know
 * @param destination where that connected to; null along with {@code source}
 * @param length the bytes that the header takes
 */
public record ProxyHeader(
        @Nullable InetSocketAddress source, @Nullable InetSocketAddress destination, int length) {

    /** The longest header that is read; addresses take 232 bytes at most, what proxies say besides the rest. */
    public static final int LONGEST = 2048;

    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final byte[] VERSION_1 = {'P', 'R', 'O', 'X', 'Y', ' '};
    private static final int LONGEST_VERSION_1 = 107;
    private static final int FIXED = 16;
    private static final int LOCAL = 0x20;
    private static final int PROXIED = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP_4 = 0x11;
    private static final int TCP_6 = 0x21;

    /** Bytes that are no header. */
    public static final class MalformedProxyHeader extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedProxyHeader(String message) {
            super(message);
        }
    }

    /** The header that these bytes begin with, which are left as they are; null if it is not complete. */
    public static @Nullable ProxyHeader parse(ByteBuffer bytes) throws MalformedProxyHeader {
        if (begins(bytes, SIGNATURE)) {
            return bytes.remaining() < FIXED ? null : version2(bytes);
        }
        if (begins(bytes, VERSION_1)) {
            return version1(bytes);
        }
        throw new MalformedProxyHeader("no header of the PROXY protocol");
    }

    /** Whether all that is there is the beginning of this, or begins with it. */
    private static boolean begins(ByteBuffer bytes, byte[] with) {
        for (int i = 0; i < with.length && i < bytes.remaining(); i++) {
            if (bytes.get(bytes.position() + i) != with[i]) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable ProxyHeader version1(ByteBuffer bytes) throws MalformedProxyHeader {
        int most = Math.min(bytes.remaining(), LONGEST_VERSION_1);
        for (int i = 1; i < most; i++) {
            if (bytes.get(bytes.position() + i) == 10) {
                if (bytes.get(bytes.position() + i - 1) != 13) {
                    throw new MalformedProxyHeader("a line of version 1 without a carriage return");
                }
                byte[] line = new byte[i - 1];
                bytes.get(bytes.position(), line);
                return line(new String(line, StandardCharsets.ISO_8859_1), i + 1);
            }
        }
        if (most == LONGEST_VERSION_1) {
            throw new MalformedProxyHeader("a line of version 1 that is too long");
        }
        return null;
    }

    private static ProxyHeader line(String line, int length) throws MalformedProxyHeader {
        if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
            return new ProxyHeader(null, null, length);
        }
        String[] words = line.split(" ", -1);
        boolean four = words[1].equals("TCP4");
        if (words.length != 6 || !(four || words[1].equals("TCP6"))) {
            throw new MalformedProxyHeader("a line of version 1 that is neither TCP4 nor TCP6 nor UNKNOWN");
        }
        return new ProxyHeader(address(words[2], words[4], four), address(words[3], words[5], four), length);
    }

    private static InetSocketAddress address(String host, String port, boolean four) throws MalformedProxyHeader {
        // The JDK makes an IPv4 address of an IPv4-mapped one.
        InetAddress address = host.indexOf(':') < 0 == four ? AddressLiteral.parse(host) : null;
        if (address == null || !port.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535) {
            throw new MalformedProxyHeader("an address or a port of version 1 that is none");
        }
        return new InetSocketAddress(address, Integer.parseInt(port));
    }

    private static @Nullable ProxyHeader version2(ByteBuffer bytes) throws MalformedProxyHeader {
        int at = bytes.position();
        int command = bytes.get(at + 12) & 0xff;
        int family = bytes.get(at + 13) & 0xff;
        int content = bytes.getShort(at + 14) & 0xffff;
        if (command != LOCAL && command != PROXIED) {
            throw new MalformedProxyHeader("neither LOCAL nor PROXY of version 2");
        }
        if (content > LONGEST - FIXED) {
            throw new MalformedProxyHeader("a header of version 2 that is longer than " + LONGEST + " bytes");
        }
        int size = family == TCP_4 ? 4 : family == TCP_6 ? 16 : 0;
        boolean addressed = command == PROXIED && family != UNSPECIFIED;
        if (addressed && (size == 0 || content < 2 * size + 4)) {
            throw new MalformedProxyHeader("addresses of version 2 that are not of TCP, or incomplete");
        }
        if (bytes.remaining() < FIXED + content) {
            return null;
        }
        if (!addressed) {
            return new ProxyHeader(null, null, FIXED + content);
        }
        int ports = at + FIXED + 2 * size;
        return new ProxyHeader(
                address(bytes, at + FIXED, size, ports),
                address(bytes, at + FIXED + size, size, ports + 2),
                FIXED + content);
    }

    private static InetSocketAddress address(ByteBuffer bytes, int at, int size, int port) {
        byte[] raw = new byte[size];
        bytes.get(at, raw);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(raw), bytes.getShort(port) & 0xffff);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four and sixteen bytes are addresses", e);
        }
    }
}
