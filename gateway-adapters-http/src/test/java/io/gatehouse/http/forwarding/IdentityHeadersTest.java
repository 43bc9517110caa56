package io.gatehouse.http.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.device.Device;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.tenancy.TestKeys;
import io.gatehouse.http.codec.HeadBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityHeadersTest {

    private final Caller known = Caller.ANYBODY
            .with(TestKeys.key("web", Acl.NOTHING))
            .at(new GeoLocation("LB", "AS"))
            .as(new User("u-1", Set.of("buyers", "admins")));

    @ParameterizedTest
    @ValueSource(strings = {"the first call", "a later one"})
    void saysWhoCalls(String when) {
        var head = new HeadBuffer();
        if (when.equals("a later one")) {
            IdentityHeaders.write(head, known);
            head.reset();
        }

        IdentityHeaders.write(head, known);

        assertThat(text(head)).isEqualTo("""
                        X-Gateway-Tenant: acme
                        X-Gateway-Application: storefront
                        X-Gateway-Package: shop/basic
                        X-Gateway-Key-Id: acme/storefront/web
                        X-Gateway-Country: LB
                        X-Gateway-User: u-1
                        X-Gateway-Groups: admins,buyers
                        """.replace("\n", "\r\n"));
    }

    @Test
    void saysNothingOfAnybody() {
        var head = new HeadBuffer();

        IdentityHeaders.write(head, Caller.ANYBODY);

        assertThat(head.length()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'a\r\nX-Gateway-Tenant: evil', a%0D%0AX-Gateway-Tenant:%20evil",
        "'é',                           %C3%A9",
        "'a,b',                         a%2Cb",
        "'50%',                         50%25",
        "'a\u0000b',                    a%00b",
    })
    void aUsersNameCannotEndAHeader(String id, String written) {
        var head = new HeadBuffer();

        IdentityHeaders.write(head, Caller.ANYBODY.as(new User(id, Set.of("g,admin"))));

        assertThat(text(head)).isEqualTo("X-Gateway-User: " + written + "\r\nX-Gateway-Groups: g%2Cadmin\r\n");
    }

    @Test
    void tellsSoajsServicesInTheirOwnForm() throws Exception {
        var head = new HeadBuffer();

        IdentityHeaders.writeSoajs(
                head,
                known.using(new Device("Chrome", new Device.Release("90", "1", ""), "Windows", Device.Release.NONE)));

        String line = text(head);
        assertThat(line).startsWith("soajsinjectobj: {").endsWith("}\r\n").matches("\\A[\\x20-\\x7e]+\\r\\n\\z");
        JsonNode json = new ObjectMapper().readTree(line.substring("soajsinjectobj: ".length()));
        assertThat(json.at("/tenant/code").asText()).isEqualTo("acme");
        assertThat(json.at("/tenant/id").asText()).isEqualTo("acme-id");
        assertThat(json.at("/application/package").asText()).isEqualTo("basic");
        assertThat(json.at("/device/family").asText()).isEqualTo("Chrome");
        assertThat(json.at("/geo/country").asText()).isEqualTo("LB");
        assertThat(json.at("/urac/_id").asText()).isEqualTo("u-1");
        assertThat(line).doesNotContain("sha256");
    }

    @Test
    void escapesHostileNamesInTheSoajsForm() {
        var head = new HeadBuffer();

        IdentityHeaders.writeSoajs(head, Caller.ANYBODY.as(new User("a\r\nb\"é", Set.of())));

        assertThat(text(head)).matches("\\A[\\x20-\\x7e]+\\r\\n\\z");
    }

    private static String text(HeadBuffer head) {
        return new String(head.toBytes(), StandardCharsets.ISO_8859_1);
    }
}
