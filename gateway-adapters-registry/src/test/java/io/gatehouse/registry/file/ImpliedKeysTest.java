package io.gatehouse.registry.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.Requirement;
import io.gatehouse.compiler.document.Requirement.Credential;
import io.gatehouse.domain.service.VersionNumber;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that somebody has rules for requires a key, unless it says otherwise. */
class ImpliedKeysTest {

    private static final Requirement KEY = new Requirement(Set.of(Credential.KEY), false);
    private static final String SERVICES = """
            services:
              orders:
                versions:
                  "1": { hosts: ["http://h:1"] }
                  "2": { hosts: ["http://h:2"] }
                  "3": { hosts: ["http://h:3"], requires: [] }
                  "4": { hosts: ["http://h:4"], requires: [token] }
              other: { versions: { "1": { hosts: ["http://h:5"] } } }
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "products: { p: { packages: { b: { acl: { orders: { \"1\": {} } } } } } }",
                "products: { p: { packages: { b: {}, n: { acl: { orders: {} } } } } }",
                "products: { p: { packages: { b: {} } } }\n"
                        + "tenants: { t: { name: T, applications: { a: { package: p/b, acl: { orders: { \"2\": {} } } } } } }",
                "products: { p: { packages: { b: {} } } }\ntenants: { t: { name: T, applications: { a: { package: p/b,"
                        + " keys: { k: { value: v, throttling: { orders: off } } } } } } }",
                "products: { p: { packages: { b: {} } } }\ntenants: { t: { name: T, applications: { a: { package: p/b,"
                        + " keys: { k: { value: v, hosts: { \"orders:1\": [\"http://own\"] } } } } } } }"
            })
    void whoeverIsNamedRequiresAKey(String named) {
        assertThat(requires("orders", "1", named)).isEqualTo(KEY);
        assertThat(requires("orders", "2", named)).isEqualTo(KEY);
    }

    @Test
    void whatIsWrittenStays() {
        String named = "products: { p: { packages: { b: { acl: { orders: { \"3\": {}, \"4\": {} } } } } } }";

        assertThat(requires("orders", "3", named)).isEqualTo(Requirement.NOTHING);
        assertThat(requires("orders", "4", named)).isEqualTo(new Requirement(Set.of(Credential.TOKEN), false));
    }

    @Test
    void whomNobodyNamesStaysOpen() {
        String named = "products: { p: { packages: { b: { acl: { orders: { \"1\": {} } } } } } }";

        assertThat(requires("other", "1", named)).isEqualTo(Requirement.NOTHING);
    }

    private Requirement requires(String service, String version, String named) {
        RegistryText.Result result = RegistryText.read(directory, SERVICES + named + "\n");
        assertThat(result.problems()).hasToString("");
        return result.documents()
                .services()
                .get(service)
                .versions()
                .get(VersionNumber.parse(version))
                .requires();
    }
}
