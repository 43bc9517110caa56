package io.gatehouse.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedAddressTest {

    private static final long NETWORK = 0x2001_0db8_0000_0001L;

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 64, 192.0.2.7",
        "192.0.2.7, 1, 192.0.2.7",
        "::ffff:192.0.2.7, 64, 192.0.2.7",
        "2001:db8:0:1:2:3:4:5, 64, 2001:db8:0:1:0:0:0:0/64",
        "2001:db8:0:1ff:2:3:4:5, 56, 2001:db8:0:100:0:0:0:0/56",
        "2001:db8:0:1:2:3:4:5, 128, 2001:db8:0:1:2:3:4:5",
        "2001:db8:0:1:2:3:4:5, 127, 2001:db8:0:1:2:3:4:4/127",
        "2001:db8:0:1:ffff:ffff:4:5, 65, 2001:db8:0:1:8000:0:0:0/65",
        "ffff::, 1, 8000:0:0:0:0:0:0:0/1",
        "::1, 64, 0:0:0:0:0:0:0:0/64",
    })
    void countsIpv4WholeAndIpv6ByItsPrefix(String address, int prefix, String counted) {
        assertThat(masked(address, prefix)).hasToString(counted);
    }

    @Test
    void tellsApartWhatDiffersWithinThePrefixOnly() {
        assertThat(masked("2001:db8:0:1::1", 64)).isEqualTo(masked("2001:db8:0:1:ffff::2", 64));
        assertThat(masked("2001:db8:0:1::1", 64)).hasSameHashCodeAs(masked("2001:db8:0:1:ffff::2", 64));
        assertThat(masked("2001:db8:0:1::1", 64)).isNotEqualTo(masked("2001:db8:0:2::1", 64));
        assertThat(masked("2001:db8:0:1::1", 128)).isNotEqualTo(masked("2001:db8:0:1::2", 128));
        assertThat(masked("192.0.2.7", 64)).isNotEqualTo(masked("192.0.2.8", 64));
        assertThat(masked("::", 64)).isNotEqualTo(masked("0.0.0.0", 64));
    }

    @Test
    void isOrderedAsItIsEqual() {
        List<MaskedAddress> rising = List.of(
                masked("0.0.0.1", 64),
                masked("192.0.2.7", 64),
                masked("255.255.255.255", 64),
                masked("2001:db8::", 64),
                masked("2001:db8::", 128),
                masked("2001:db8::1", 128),
                masked("2001:db8:0:1::", 64),
                masked("ffff::", 64));
        for (int one = 0; one < rising.size(); one++) {
            for (int other = 0; other < rising.size(); other++) {
                assertThat(Integer.signum(rising.get(one).compareTo(rising.get(other))))
                        .isEqualTo(Integer.compare(one, other));
            }
        }
    }

    /** What {@code Inet6Address} calls a hash is the sum of the words, so anybody can have thousands that are equal. */
    @Test
    void spreadsAddressesWhoseOwnHashesAreEqual() {
        List<InetAddress> chosen = IntStream.range(0, 10_000)
                .map(n -> (n >> 7) << 8 | (n & 127))
                .mapToObj(n -> address(n, 0x7f7f - n))
                .toList();
        assertThat(chosen.stream().map(Objects::hashCode).distinct()).hasSize(1);

        assertThat(distinctHashes(chosen, 128)).isGreaterThan(9_990);
        assertThat(distinctHashes(chosen, 64)).isEqualTo(1);
    }

    /** Neighbours fill the lowest bits of a table as evenly as any other addresses. */
    @Test
    void spreadsNeighboursOverBuckets() {
        Set<Integer> buckets = new HashSet<>();
        for (int n = 0; n < 4_096; n++) {
            buckets.add(MaskedAddress.whole(address(0, n)).hashCode() & 4_095);
        }
        // By chance 63 of 100 buckets are filled.
        assertThat(buckets).hasSizeGreaterThan(2_300);
        assertThat(buckets).hasSizeGreaterThan(400);
    }

    @Test
    void refusesPrefixesThatThereAreNot() throws UnknownHostException {
        InetAddress any = InetAddress.getByName("2001:db8::1");
        assertThatThrownBy(() -> MaskedAddress.of(any, 0)).hasMessageContaining("between 1 and 128");
        assertThatThrownBy(() -> MaskedAddress.of(any, 129)).hasMessageContaining("between 1 and 128");
    }

    private static int distinctHashes(List<InetAddress> addresses, int prefix) {
        return (int) addresses.stream()
                .map(address -> MaskedAddress.of(address, prefix).hashCode())
                .distinct()
                .count();
    }

    private static InetAddress address(int third, int fourth) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(16)
                    .putLong(NETWORK)
                    .putInt(third)
                    .putInt(fourth)
                    .array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MaskedAddress masked(String address, int prefix) {
        InetAddress parsed = AddressLiteral.parse(address);
        assertThat(parsed).isNotNull();
        return MaskedAddress.of(parsed, prefix);
    }
}
