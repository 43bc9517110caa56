package io.gatehouse.app.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionBudgetTest {

    @ParameterizedTest
    @CsvSource({
        // most, open, processors, clients, in flight, upstreams
        "1048576, 100,  2, 10000, 2000, 1037956",
        "65536,   100,  2, 10000, 2000, 54916",
        "4096,    100,  2, 1738,  1738, 1738",
        "1024,    100,  2, 330,   330,  330",
        "256,     100,  2, 42,    42,   42",
        "12000,   100,  2, 9380,  2000, 2000",
        "64,      100,  2, 16,    16,   16",
        "9223372036854775807, 100, 2, 10000, 2000, 2147483647",
    })
    void sharesOutWhatTheSystemLetsTheProcessOpen(
            long most, long open, int processors, int clients, int inFlight, int upstreams) {
        assertThat(ConnectionBudget.of(10_000, 2_000, new FileDescriptors(most, open), processors))
                .isEqualTo(new ConnectionBudget(clients, inFlight, upstreams));
    }

    @ParameterizedTest
    @CsvSource({"256", "1024", "4096", "65536"})
    void neverGivesAwayTheReserve(long most) {
        ConnectionBudget budget = ConnectionBudget.of(1_000_000, 1_000_000, new FileDescriptors(most, 90), 2);

        assertThat((long) budget.clients() + budget.upstreams()).isLessThanOrEqualTo(most - 90 - 64);
        assertThat(budget.inFlight()).isLessThanOrEqualTo(budget.upstreams());
    }

    @Test
    void knowsTheDescriptorsOfThisProcess() {
        assertThat(FileDescriptors.ofProcess())
                .hasValueSatisfying(found -> assertThat(found.open()).isBetween(1L, found.most()));
    }
}
