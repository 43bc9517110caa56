package io.gatehouse.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,                          192.0.2.7",
        "0.0.0.0,                            0.0.0.0",
        "255.255.255.255,                    255.255.255.255",
        "::,                                 ::",
        "::1,                                ::1",
        "1::,                                1::",
        "2001:DB8:0:0:0:0:0:1,               2001:db8::1",
        "2001:0db8:0000:0000:0001:0:0:0001,  2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1,               2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1,                 2001:0:0:1::1",
        "0:0:1:2:3:4:5:6,                    ::1:2:3:4:5:6",
        "1:2:3:4:5:6:0:0,                    1:2:3:4:5:6::",
        "fe80:0:0:0:ABCD:0:0:10,             fe80::abcd:0:0:10",
        "::ffff:192.0.2.7,                   192.0.2.7",
        "64:ff9b::192.0.2.33,                64:ff9b::c000:221",
    })
    void writesTheFormOfRfc5952(String written, String canonical) {
        InetAddress address = AddressLiteral.parse(written);

        assertThat(address).isNotNull();
        assertThat(AddressText.of(address)).isEqualTo(canonical);
    }

    @Test
    void leavesOutTheZone() throws Exception {
        byte[] bytes = address("fe80::1").getAddress();

        assertThat(AddressText.of(Inet6Address.getByAddress(null, bytes, 3))).isEqualTo("fe80::1");
    }

    @Test
    void putsSixIntoBracketsBeforeAPort() {
        assertThat(AddressText.inUrl(address("::1"))).isEqualTo("[::1]");
        assertThat(AddressText.inUrl(address("127.0.0.1"))).isEqualTo("127.0.0.1");
    }

    @Test
    void canBeReadAgain() throws Exception {
        var random = new Random(5952);
        for (int n = 0; n < 20_000; n++) {
            byte[] bytes = new byte[16];
            for (int i = 0; i < 8; i++) {
                int group = random.nextInt(3) == 0 ? random.nextInt(0x10000) : random.nextInt(2);
                bytes[2 * i] = (byte) (group >> 8);
                bytes[2 * i + 1] = (byte) group;
            }
            String text = AddressText.of(bytes);

            assertThat(AddressLiteral.parse(text)).as(text).isEqualTo(InetAddress.getByAddress(bytes));
        }
    }

    private static InetAddress address(String literal) {
        InetAddress address = AddressLiteral.parse(literal);
        if (address == null) {
            throw new AssertionError(literal);
        }
        return address;
    }
}
