package io.gatehouse.domain.address;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses in CIDR form, {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or a single address. Immutable.
 *
 * <p>IPv4-mapped IPv6 addresses are IPv4 addresses, on both sides. An IPv4 address is in no IPv6 range, not even in
 * {@code ::/0}. Bits beyond the prefix do not matter: {@code 192.0.2.77/24} is {@code 192.0.2.0/24}.
 */
@ScalarType(
        name = "address range",
        expected = "an address or a range such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32",
        pattern = "[0-9a-fA-F:.]+(/[0-9]{1,3})?",
        cautious = true)
public final class AddressRange {

    private static final String EXPECTED = "an address or a range such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32";

    private final byte[] network;
    private final int prefix;

    private AddressRange(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** Reads the written form; names are never looked up. */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] network = AddressLiteral.bytes(address);
        if (network == null) {
            throw new MalformedValue(EXPECTED);
        }
        int bits = network.length * 8;
        boolean folded = bits == 32 && address.indexOf(':') >= 0;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1)) - (folded ? 96 : 0);
        if (prefix < 0 || prefix > bits) {
            throw new MalformedValue("a prefix between " + (folded ? "/96" : "/0") + " and /" + (folded ? 128 : bits));
        }
        return new AddressRange(masked(network, prefix), prefix);
    }

    /** What a range means that is written with an address inside of it; null for one that is written as its network. */
    static @Nullable String caution(String text) {
        int slash = text.indexOf('/');
        AddressRange range = parse(text);
        return slash < 0 || Arrays.equals(AddressLiteral.bytes(text.substring(0, slash)), range.network)
                ? null
                : "it means all of " + range;
    }

    /** Whether the address lies in this range. */
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    /** The same for the 4 or 16 bytes of an address. */
    public boolean contains(byte[] address) {
        byte[] bytes = AddressLiteral.fold(address);
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((bytes[whole] ^ network[whole]) & 0xff) >> (8 - rest) == 0;
    }

    /** The first address of the range: 4 or 16 bytes. */
    public byte[] network() {
        return network.clone();
    }

    /** How many leading bits all addresses of the range share. */
    public int prefix() {
        return prefix;
    }

    /** An address as rules see it: the 4 bytes of an IPv4-mapped IPv6 address, others as they are. */
    static byte[] unmapped(byte[] address) {
        return AddressLiteral.fold(address);
    }

    private static int prefix(String digits) {
        boolean number = digits.matches("0|[1-9][0-9]{0,2}");
        if (!number) {
            throw new MalformedValue(EXPECTED);
        }
        return Integer.parseInt(digits);
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int bits = Math.max(0, Math.min(8, prefix - i * 8));
            masked[i] = (byte) (address[i] & (0xff << (8 - bits)));
        }
        return masked;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressRange range && prefix == range.prefix && Arrays.equals(network, range.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefix;
    }

    @Override
    public String toString() {
        String address = AddressText.of(network);
        return prefix == network.length * 8 ? address : address + "/" + prefix;
    }
}
