package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    @Test
    void twoGatewaysShareNothing() throws Exception {
        try (Backend one = Backend.start("one");
                Backend two = Backend.start("two");
                Gatehouse lasting = Gatehouse.start(Configurations.of(Configurations.orders(two)))) {
            try (Gatehouse brief = Gatehouse.start(Configurations.of(Configurations.orders(one)))) {
                assertThat(Calls.get(brief, "/orders").body()).isEqualTo("one /");
                assertThat(Calls.get(lasting, "/orders").body()).isEqualTo("two /");
            }

            assertThat(Calls.get(lasting, "/orders").body()).isEqualTo("two /");
            assertThat(Calls.admin(lasting, "/metrics").body())
                    .contains("upstream=\"" + two.url() + "\"")
                    .doesNotContain(one.url());
        }
    }
}
