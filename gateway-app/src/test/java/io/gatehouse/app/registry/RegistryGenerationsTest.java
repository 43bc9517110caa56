package io.gatehouse.app.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.tenancy.ApiKeys;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegistryGenerationsTest {

    private static Snapshot snapshot(int revision, int services) {
        List<Service> all = IntStream.range(0, services)
                .mapToObj(i -> TestServices.service("service-" + i, "1"))
                .toList();
        return TestServices.snapshot(revision, new Services(all, List.of()), ApiKeys.NONE, GatewayPolicy.NONE);
    }

    private static LoadedRegistry written(RegistryDocuments documents, RegistryTree tree) {
        return new LoadedRegistry(documents, tree, "", List.of());
    }

    private static List<Long> revisions(RegistryGenerations generations) {
        return generations.all().stream()
                .map(generation -> generation.snapshot().revision())
                .toList();
    }

    @Test
    void keepsTheLastOnesAndWhatTheLastTwoWereWrittenAs() {
        var generations = new RegistryGenerations();
        for (int i = 1; i <= RegistryGenerations.MOST + 2; i++) {
            generations.served(snapshot(i, 1), written(null, null));
        }
        assertThat(revisions(generations))
                .hasSize(RegistryGenerations.MOST)
                .startsWith(RegistryGenerations.MOST + 2L, RegistryGenerations.MOST + 1L)
                .endsWith(3L);
        assertThat(generations.all())
                .filteredOn(one -> one.written() != null)
                .isEqualTo(generations.all().subList(0, 2));
        assertThat(generations.find("hash-3").map(Snapshot::revision)).hasValue(3L);
        assertThat(generations.find("hash-2")).isEmpty();
    }

    @Test
    void keepsFewerOfLargeOnesButAlwaysTheOneThatIsServed() {
        var generations = new RegistryGenerations();
        int services = (int) (RegistryGenerations.MOST_BYTES / (16 << 10) / 2);
        for (int i = 1; i <= 5; i++) {
            generations.served(snapshot(i, services), written(null, null));
        }
        assertThat(revisions(generations)).containsExactly(5L, 4L, 3L);
        assertThat(generations.all().get(0).written())
                .as("too large to keep as written")
                .isNull();
        generations.served(snapshot(6, 3 * services), written(null, null));
        assertThat(revisions(generations)).containsExactly(6L, 5L, 4L);
        generations.served(snapshot(7, 1), written(null, null));
        assertThat(revisions(generations)).as("the one before is too large").containsExactly(7L);
    }
}
