package io.gatehouse.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.memory.HeapShare;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapSharesTest {

    @Test
    void leaveMoreThanHalfOfTheHeapToEverythingElse() {
        for (long heap : new long[] {64L << 20, 256L << 20, 32L << 30}) {
            HeapBudget budget = HeapBudget.of(heap);
            assertThat(budget.counters()
                            + budget.tokens()
                            + budget.refusedTokens()
                            + budget.devices()
                            + budget.places()
                            + budget.responses()
                            + 2 * budget.calls())
                    .isLessThan(heap / 2);
            assertThat(budget.counters()).isEqualTo(heap / 4);
        }
    }

    @Test
    void areToldInOneLine() {
        var shares = new HeapShares(List.of(share("throttle-counters", 64L << 20), share("tokens", 32L << 20)));

        assertThat(shares.toString()).matches("of \\d+ MB of heap at most throttle-counters 64 MB, tokens 32 MB");
    }

    private static HeapShare share(String name, long bytes) {
        return new HeapShare(name, bytes, () -> 0, () -> 0);
    }
}
