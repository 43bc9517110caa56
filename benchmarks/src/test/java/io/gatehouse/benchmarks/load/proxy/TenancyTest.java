package io.gatehouse.benchmarks.load.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenancyTest {

    @TempDir
    Path registry;

    @Test
    void spreadsCallersOverAllKeys() {
        Tenancy tenancy = Tenancy.ofKeys(1000);

        assertThat(tenancy.keys()).isEqualTo(1000);
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(caller -> tenancy.headers(caller).get("key"))
                        .collect(Collectors.toSet()))
                .hasSize(1000);
        assertThat(Tenancy.ofKeys(1).headers(64)).containsEntry("key", Tenancy.text(0));
    }

    @Test
    void writesAKeyForEveryCaller() throws IOException {
        Tenancy tenancy = Tenancy.ofKeys(100);

        tenancy.write(registry, "http://127.0.0.1:1");

        String tenants = Files.readString(registry.resolve("tenants.yml"));
        assertThat(tenants.lines().filter(line -> line.contains("tenant-"))).hasSize(10);
        for (int caller = 0; caller < 100; caller++) {
            assertThat(tenants).contains("{ value: " + tenancy.headers(caller).get("key") + " }");
        }
    }

    @Test
    void changesOneKeyAndNothingElse() throws IOException {
        Tenancy.ofServices(2).write(registry, "http://127.0.0.1:1");
        String before = Files.readString(registry.resolve("tenants.yml"));

        Tenancy.changeKey(registry, 17);

        assertThat(Files.readString(registry.resolve("tenants.yml")))
                .isEqualTo(before.replace("spare-key-00000000", "spare-key-00000017"))
                .isNotEqualTo(before);
    }
}
