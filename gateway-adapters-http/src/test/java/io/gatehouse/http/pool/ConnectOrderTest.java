package io.gatehouse.http.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConnectOrderTest {

    @Test
    void takesTheFamiliesInTurnBeginningWithTheOneThatStandsFirst() {
        assertThat(ConnectOrder.of(addresses("10.0.0.1", "10.0.0.2", "10.0.0.3", "::1", "::2"), null))
                .isEqualTo(addresses("10.0.0.1", "::1", "10.0.0.2", "::2", "10.0.0.3"));
        assertThat(ConnectOrder.of(addresses("::1", "::2", "::3", "10.0.0.1"), null))
                .isEqualTo(addresses("::1", "10.0.0.1", "::2", "::3"));
        assertThat(ConnectOrder.of(addresses("10.0.0.2", "10.0.0.1"), null))
                .isEqualTo(addresses("10.0.0.2", "10.0.0.1"));
        assertThat(ConnectOrder.of(List.of(), null)).isEmpty();
    }

    @Test
    void beginsWithTheOneThatIsKnownToWork() {
        List<InetAddress> found = addresses("10.0.0.1", "10.0.0.2", "::1");
        assertThat(ConnectOrder.of(found, found.get(1))).isEqualTo(addresses("10.0.0.2", "10.0.0.1", "::1"));
        assertThat(ConnectOrder.of(found, addresses("10.0.0.9").get(0)))
                .isEqualTo(addresses("10.0.0.1", "::1", "10.0.0.2"));
    }

    private static List<InetAddress> addresses(String... texts) {
        var addresses = new ArrayList<InetAddress>();
        for (String text : texts) {
            addresses.add(Objects.requireNonNull(AddressLiteral.parse(text)));
        }
        return addresses;
    }
}
