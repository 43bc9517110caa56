package io.gatehouse.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.configuration.MalformedValue;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24,        192.0.2.255,      true",
        "192.0.2.0/24,        192.0.3.0,        false",
        "192.0.2.77/24,       192.0.2.1,        true",
        "192.0.2.7,           192.0.2.7,        true",
        "192.0.2.7,           192.0.2.8,        false",
        "0.0.0.0/0,           255.255.255.255,  true",
        "0.0.0.0/0,           2001:db8::1,      false",
        "::/0,                2001:db8::1,      true",
        "::/0,                192.0.2.1,        false",
        "2001:db8::/32,       2001:db8:ffff::1, true",
        "2001:db8::/32,       2001:db9::1,      false",
        "2001:db8::1/128,     2001:db8::1,      true",
        "2001:db8::1/128,     2001:db8::2,      false",
        "10.0.0.0/9,          10.127.255.255,   true",
        "10.0.0.0/9,          10.128.0.0,       false",
        "::ffff:192.0.2.0/120, 192.0.2.9,       true",
        "192.0.2.0/24,        ::ffff:192.0.2.9, true",
    })
    void containsTheAddressesOfItsPrefix(String range, String address, boolean expected) {
        assertThat(AddressRange.parse(range).contains(AddressLiteral.parse(address)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "x",
                "localhost",
                "192.0.2",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/",
                "192.0.2.256",
                "1.2.3.4.5",
                "01.2.3.4",
                "::1/129",
                "::1/x",
                "[::1]",
                "fe80::1%eth0",
                "fe80::1%1",
                "::ffff:1.2.3.4/95",
                "1.2.3.4/8/8",
                " 1.2.3.4",
                ":",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "0x7f.1.1.1",
                "127.1"
            })
    void refusesWhatIsNotARange(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(MalformedValue.class);
    }

    @Test
    void agreesWithArithmeticOnAnyPrefixOfAnyAddress() throws Exception {
        long seed = 41;
        var random = new Random(seed);
        for (int n = 0; n < 5_000; n++) {
            byte[] network = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(network);
            int bits = network.length * 8;
            int prefix = random.nextInt(bits + 1);
            byte[] other = flip(network, random.nextInt(bits));
            var range = AddressRange.parse(InetAddress.getByAddress(network).getHostAddress() + "/" + prefix);
            boolean expected = high(network, bits - prefix).equals(high(other, bits - prefix));
            assertThat(range.contains(InetAddress.getByAddress(other)))
                    .as("seed %d, round %d: %s", seed, n, range)
                    .isEqualTo(expected);
        }
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << (7 - bit % 8));
        return flipped;
    }

    private static BigInteger high(byte[] bytes, int dropped) {
        return new BigInteger(1, bytes).shiftRight(dropped);
    }
}
