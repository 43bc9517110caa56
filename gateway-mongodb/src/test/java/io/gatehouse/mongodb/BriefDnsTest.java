package io.gatehouse.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.spi.dns.DnsException;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.address.ConnectFailure;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class BriefDnsTest {

    @Test
    void asksTwiceAndGivesUpWhereNobodyAnswers() throws Exception {
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var dns = new BriefDns("dns://127.0.0.1:" + silent.getLocalPort());

            assertThatThrownBy(() -> dns.getResourceRecordData("db.example", "TXT"))
                    .isInstanceOf(DnsException.class)
                    .satisfies(failure ->
                            assertThat(ConnectFailure.reason(failure)).isEqualTo("name lookup failed"));

            silent.setSoTimeout(1);
            assertThat(questions(silent)).isEqualTo(2);
        }
    }

    @Test
    void takesNoStringForUsableThatIsNone() {
        assertThat(MongoUris.flaw(Secret.parse("mongodb://localhost:27017/?a=b")))
                .isNull();
        assertThat(MongoUris.flaw(Secret.parse("not one:sesame@"))).isEqualTo("invalid connection string");
        assertThat(MongoUris.flaw(Secret.parse("mongodb+srv://ann:sesame@db.example:27017")))
                .isEqualTo("invalid connection string");
    }

    private static int questions(DatagramSocket server) throws Exception {
        int count = 0;
        try {
            while (true) {
                server.receive(new DatagramPacket(new byte[512], 512));
                count++;
            }
        } catch (java.net.SocketTimeoutException none) {
            return count;
        }
    }
}
