package io.gatehouse.domain.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>(3);

    @Test
    void servesTenantsInTurnHoweverMuchOneHasQueued() {
        offer("a", "a1", "a2", "a3");
        offer("b", "b1");
        offer("", "nobody1", "nobody2");
        assertThat(rest()).containsExactly("a1", "b1", "nobody1", "a2", "nobody2", "a3");
    }

    @Test
    void turnsAwayTheTenantWhoseQueueIsFullAndNobodyElse() {
        offer("a", "a1", "a2", "a3");
        assertThat(queue.offer("a", "a4")).isFalse();
        offer("b", "b1", "b2", "b3");
        assertThat(queue.poll()).isEqualTo("a1");
        assertThat(queue.offer("a", "a4")).isTrue();
        assertThat(rest()).containsExactly("b1", "a2", "b2", "a3", "b3", "a4");
    }

    @Test
    void isReadyForMoreWhenItWasEmpty() {
        assertThat(queue.poll()).isNull();
        offer("a", "a1");
        assertThat(rest()).containsExactly("a1");
        offer("a", "a2", "a3", "a4");
        assertThat(rest()).containsExactly("a2", "a3", "a4");
    }

    private void offer(String tenant, String... items) {
        for (String item : items) {
            assertThat(queue.offer(tenant, item)).isTrue();
        }
    }

    private List<String> rest() {
        var rest = new ArrayList<String>();
        for (String item = queue.poll(); item != null; item = queue.poll()) {
            rest.add(item);
        }
        return rest;
    }
}
