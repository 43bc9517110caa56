package io.gatehouse.domain.address;

import java.security.SecureRandom;

/**
 * A hash of 128 bits that nobody outside this process can aim at: multilinear over four words of 32 bits, by factors that
 * are drawn when the process starts (Lemire and Kaser, <i>Strongly universal string hashing is fast</i>), then mixed as
 * MurmurHash3 ends, so that neighbours do not stay neighbours.
 *
 * <p>Whatever two addresses a client picks without knowing the factors, their lowest n bits agree once in 2^n processes:
 * no better than by chance. It costs six multiplications.
 */
final class AddressHash {

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
        long sum =
                START + FIRST * (high >>> 32) + SECOND * (high & WORD) + THIRD * (low >>> 32) + FOURTH * (low & WORD);
        long mixed = (sum ^ sum >>> 33) * 0xff51_afd7_ed55_8ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
        return (int) (mixed >>> 32);
    }
}
