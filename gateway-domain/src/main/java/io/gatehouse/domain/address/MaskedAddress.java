package io.gatehouse.domain.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is counted by where an address is all that is known of him: an IPv4 address as it is, of an IPv6 address
 * the prefix that one subscriber is given, as he may use every address in it. Immutable.
 *
 * <p>Made to be the key of a map that strangers fill: its hash depends on numbers that nobody outside this process knows,
 * see {@link AddressHash}, and it is ordered, so that a crowded bucket becomes a tree. IPv4-mapped IPv6 addresses are IPv4
 * addresses.
 */
public final class MaskedAddress implements Comparable<MaskedAddress> {

    /** The prefix that a subscriber is given at least (RFC 6177). */
    public static final int DEFAULT_IPV6_PREFIX = 64;

    /** The prefix by which IPv6 addresses are distinguished in full. */
    public static final int WHOLE = 128;

    /** What the upper 96 bits of an IPv4-mapped address end in. */
    private static final long MAPPED = 0xffffL << 32;

    private final long high;
    private final long low;
    private final int ipv6Prefix;
    private final int hash;

    private MaskedAddress(long high, long low, int ipv6Prefix) {
        this.high = high;
        this.low = low;
        this.ipv6Prefix = ipv6Prefix;
        this.hash = AddressHash.of(high, low);
    }

    /**
     * The address without what lies beyond the prefix, if it is an IPv6 address.
     *
     * @param ipv6Prefix how many leading bits of an IPv6 address count, 1 to 128
     */
    public static MaskedAddress of(InetAddress address, int ipv6Prefix) {
        if (ipv6Prefix < 1 || ipv6Prefix > WHOLE) {
            throw new IllegalArgumentException("an IPv6 prefix is between 1 and 128, not " + ipv6Prefix);
        }
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return new MaskedAddress(0, MAPPED | word(bytes, 0, 4), WHOLE);
        }
        long high = word(bytes, 0, 8);
        long low = word(bytes, 8, 8);
        return high == 0 && low >>> 32 == MAPPED >>> 32
                ? new MaskedAddress(high, low, WHOLE)
                : new MaskedAddress(
                        high & leading(Math.min(ipv6Prefix, 64)),
                        low & leading(Math.max(0, ipv6Prefix - 64)),
                        ipv6Prefix);
    }

    /** The whole address. */
    public static MaskedAddress whole(InetAddress address) {
        return of(address, WHOLE);
    }

    private static long word(byte[] bytes, int from, int length) {
        long word = 0;
        for (int n = from; n < from + length; n++) {
            word = word << 8 | (bytes[n] & 0xff);
        }
        return word;
    }

    /** A word whose first bits are set: so many of 64. */
    private static long leading(int bits) {
        return bits == 0 ? 0 : -1L << (64 - bits);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MaskedAddress masked
                && low == masked.low
                && high == masked.high
                && ipv6Prefix == masked.ipv6Prefix;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** In the order of the addresses, the shorter prefix first. */
    @Override
    public int compareTo(MaskedAddress other) {
        int order = Long.compareUnsigned(high, other.high);
        if (order == 0) {
            order = Long.compareUnsigned(low, other.low);
        }
        return order == 0 ? Integer.compare(ipv6Prefix, other.ipv6Prefix) : order;
    }

    /** As it is written: {@code 192.0.2.7}, or {@code 2001:db8:0:1:0:0:0:0/64} where less than the whole address counts. */
    @Override
    public String toString() {
        byte[] bytes = new byte[16];
        for (int n = 0; n < 8; n++) {
            bytes[n] = (byte) (high >>> (56 - 8 * n));
            bytes[8 + n] = (byte) (low >>> (56 - 8 * n));
        }
        try {
            String address = InetAddress.getByAddress(bytes).getHostAddress();
            return ipv6Prefix == WHOLE ? address : address + "/" + ipv6Prefix;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A hash of 128 bits that nobody outside this process can aim at: multilinear over four words of 32 bits, by factors that
     * are drawn when the process starts (Lemire and Kaser, <i>Strongly universal string hashing is fast</i>), then mixed as
     * MurmurHash3 ends, so that neighbours do not stay neighbours.
     *
     * <p>Whatever two addresses a client picks without knowing the factors, their lowest n bits agree once in 2^n processes:
     * no better than by chance. It costs six multiplications.
     */
    private static final class AddressHash {

        private static final long FIRST;
        private static final long SECOND;
        private static final long THIRD;
        private static final long FOURTH;
        private static final long START;

        static {
            var random = new SecureRandom();
            FIRST = random.nextLong();
            SECOND = random.nextLong();
            THIRD = random.nextLong();
            FOURTH = random.nextLong();
            START = random.nextLong();
        }

        private static final long WORD = 0xffff_ffffL;

        private AddressHash() {}

        static int of(long high, long low) {
            long sum = START
                    + FIRST * (high >>> 32)
                    + SECOND * (high & WORD)
                    + THIRD * (low >>> 32)
                    + FOURTH * (low & WORD);
            long mixed = (sum ^ sum >>> 33) * 0xff51_afd7_ed55_8ccdL;
            mixed = (mixed ^ mixed >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
            return (int) (mixed >>> 32);
        }
    }
}
