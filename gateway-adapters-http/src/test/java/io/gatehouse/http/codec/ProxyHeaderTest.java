package io.gatehouse.http.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.http.codec.ProxyHeader.MalformedProxyHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of the PROXY protocol as proxies send them, and as attackers would. */
class ProxyHeaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            PROXY TCP4 192.0.2.1 198.51.100.2 4711 443                 | /192.0.2.1:4711                  | /198.51.100.2:443
            PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535     | /255.255.255.255:65535           | /255.255.255.255:65535
            PROXY TCP6 2001:db8::1 2001:db8::2 1 65535                 | /[2001:db8:0:0:0:0:0:1]:1        | /[2001:db8:0:0:0:0:0:2]:65535
            PROXY UNKNOWN                                              | -                                | -
            PROXY UNKNOWN ffff:f...f:ffff anything 65535               | -                                | -
            """)
    void readsVersion1(String line, String source, String destination) throws Exception {
        whole((line + "\r\n").getBytes(StandardCharsets.US_ASCII), source, destination);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            2111 000c c0000201 c6336402 1267 01bb                      | /192.0.2.1:4711                  | /198.51.100.2:443
            2111 000f c0000201 c6336402 1267 01bb 040000               | /192.0.2.1:4711                  | /198.51.100.2:443
            2121 0024 20010db8000000000000000000000001 20010db8000000000000000000000002 0001 ffff | /[2001:db8:0:0:0:0:0:1]:1 | /[2001:db8:0:0:0:0:0:2]:65535
            2000 0000                                                  | -                                | -
            2011 000c c0000201 c6336402 1267 01bb                      | -                                | -
            2100 0003 010203                                           | -                                | -
            """)
    void readsVersion2(String hex, String source, String destination) throws Exception {
        whole(bytes(SIGNATURE + hex), source, destination);
    }

    /** A header is complete with its last byte, not before, and takes nothing of what comes behind it. */
    private static void whole(byte[] header, String source, String destination) throws MalformedProxyHeader {
        for (int i = 0; i < header.length; i++) {
            assertThat(ProxyHeader.parse(ByteBuffer.wrap(header, 0, i)))
                    .as("%d bytes", i)
                    .isNull();
        }
        byte[] more = new byte[header.length + 5];
        System.arraycopy(header, 0, more, 0, header.length);
        for (byte[] sent : new byte[][] {header, more}) {
            ProxyHeader read = ProxyHeader.parse(ByteBuffer.wrap(sent));
            assertThat(read).isNotNull();
            assertThat(read.length()).isEqualTo(header.length);
            assertThat(read.source() == null ? null : read.source().toString()).isEqualTo(source);
            assertThat(read.destination() == null ? null : read.destination().toString())
                    .isEqualTo(destination);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                " PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n",
                "PROXY TCP4 192.0.2.1  192.0.2.2 1 2\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 -1 2\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 99999\r\n",
                "PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n",
                "PROXY TCP4 192.0.2.01 192.0.2.2 1 2\r\n",
                "PROXY TCP4 3221225985 192.0.2.2 1 2\r\n",
                "PROXY TCP4 ::1 ::1 1 2\r\n",
                "PROXY TCP4 localhost localhost 1 2\r\n",
                "PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n",
                "PROXY TCP6 [::1] ::1 1 2\r\n",
                "PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n",
                "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n",
                "PROXY UNKNOWNX\r\n",
                "PROXY \r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222\r\n"
            })
    void refusesWhatIsNotVersion1(String sent) {
        refuses(sent.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1111 000c c0000201 c6336402 1267 01bb",
                "3111 000c c0000201 c6336402 1267 01bb",
                "2211 000c c0000201 c6336402 1267 01bb",
                "2112 000c c0000201 c6336402 1267 01bb",
                "2131 00d8 00",
                "2111 000b c0000201 c6336402 1267 01",
                "2121 000c c0000201 c6336402 1267 01bb",
                "2111 ffff",
                "2000 0800"
            })
    void refusesWhatIsNotVersion2(String hex) {
        refuses(bytes(SIGNATURE + hex));
        refuses(bytes(SIGNATURE.replace("51", "52") + hex));
    }

    private static void refuses(byte[] sent) {
        assertThatThrownBy(() -> ProxyHeader.parse(ByteBuffer.wrap(sent))).isInstanceOf(MalformedProxyHeader.class);
    }

    private static byte[] bytes(String hex) {
        String digits = hex.replace(" ", "");
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }
}
