package io.gatehouse.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {

    private static final String CLIENT = "198.51.100.9";

    private final List<AddressRange> trusted =
            List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("2001:db8:1::/48"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1      | 198.51.100.9                          | 198.51.100.9",
                "10.0.0.1      | 198.51.100.9, 10.0.0.2                | 198.51.100.9",
                "10.0.0.1      | 198.51.100.9, 10.0.0.3, 10.0.0.2      | 198.51.100.9",
                "10.0.0.1      | 203.0.113.1, 198.51.100.9, 10.0.0.2   | 198.51.100.9",
                "10.0.0.1      | 10.0.0.7                              | 10.0.0.7",
                "10.0.0.1      | 198.51.100.9:4711                     | 198.51.100.9",
                "10.0.0.1      | [2001:db8::7]:4711                    | 2001:db8::7",
                "10.0.0.1      | 2001:db8::7                           | 2001:db8::7",
                "10.0.0.1      | 2001:db8::7, 2001:db8:1::2            | 2001:db8::7",
                "2001:db8:1::1 | 198.51.100.9                          | 198.51.100.9",
                "10.0.0.1      | ::ffff:198.51.100.9                   | 198.51.100.9",
                "10.0.0.1      | 198.51.100.9, ::ffff:10.0.0.2         | 198.51.100.9",
                "10.0.0.1      | garbage                               | 10.0.0.1",
                "10.0.0.1      | 198.51.100.9, unknown, 10.0.0.2       | 10.0.0.2",
                "10.0.0.1      | 198.51.100.9, , 10.0.0.2              | 10.0.0.2",
                "10.0.0.1      | localhost                             | 10.0.0.1",
                "10.0.0.1      | 198.51.100.9:999999                   | 10.0.0.1",
                "10.0.0.1      | [2001:db8::7                          | 10.0.0.1",
                "203.0.113.1   | 198.51.100.9                          | 203.0.113.1",
                "203.0.113.1   | 10.0.0.1                              | 203.0.113.1",
            })
    void walksFromTheRightAndBelievesTrustedProxiesOnly(String peer, String header, String client) {
        assertThat(xff(peer, header)).isEqualTo(AddressLiteral.parse(client));
    }

    @Test
    void joinsSeveralLinesInOrder() {
        assertThat(xff("10.0.0.1", "203.0.113.1", CLIENT + ", 10.0.0.3", "10.0.0.2"))
                .isEqualTo(AddressLiteral.parse(CLIENT));
    }

    @Test
    void believesNobodyByDefault() {
        var nobody = new ClientAddresses(List.of(), ForwardedHeader.X_FORWARDED_FOR);

        assertThat(nobody.clientOf(address("10.0.0.1"), HeaderLines.of("X-Forwarded-For", CLIENT)))
                .isEqualTo(address("10.0.0.1"));
    }

    @Test
    void believesOnlyTheHeaderItIsToldTo() {
        var forwarded = new ClientAddresses(trusted, ForwardedHeader.FORWARDED);

        assertThat(forwarded.clientOf(address("10.0.0.1"), HeaderLines.of("X-Forwarded-For", CLIENT)))
                .isEqualTo(address("10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=198.51.100.9                                    | 198.51.100.9",
                "for=\"198.51.100.9:80\";proto=https                 | 198.51.100.9",
                "proto=https;For=\"[2001:db8::7]:80\"                | 2001:db8::7",
                "for=198.51.100.9, for=10.0.0.2                      | 198.51.100.9",
                "for=198.51.100.9, for=_hidden, for=10.0.0.2         | 10.0.0.2",
                "for=198.51.100.9, proto=https                       | 10.0.0.1",
                "for=198.51.100.9;for=203.0.113.1                    | 10.0.0.1",
                "for=\"198.51.100.9, for=203.0.113.5\"               | 10.0.0.1",
                "for=unknown                                         | 10.0.0.1",
            })
    void readsTheForwardedHeader(String header, String client) {
        var forwarded = new ClientAddresses(trusted, ForwardedHeader.FORWARDED);

        assertThat(forwarded.clientOf(address("10.0.0.1"), HeaderLines.of("forwarded", header)))
                .isEqualTo(address(client));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // for                                 | proto             | scheme
                "198.51.100.9                          | https             | https",
                "198.51.100.9                          | HTTPS             | https",
                "198.51.100.9                          | ws                | http",
                "198.51.100.9                          | https,http        | https",
                "198.51.100.9, 10.0.0.2                | https, http       | https",
                "203.0.113.1, 198.51.100.9             | https, http       | http",
                "203.0.113.1, 198.51.100.9, 10.0.0.2   | https, http, https | http",
                "203.0.113.1, 198.51.100.9, 10.0.0.2   | https             | https",
                "garbage                               | https             | https",
                "198.51.100.9                          | ,https            |",
                "198.51.100.9                          | gopher            |",
            })
    void readsTheSchemeWhereTheClientStands(String addresses, String proto, @Nullable String scheme) {
        var headers =
                new HeaderLines(Map.of("X-Forwarded-For", List.of(addresses), "X-Forwarded-Proto", List.of(proto)));
        ForwardedOrigin origin =
                new ClientAddresses(trusted, ForwardedHeader.X_FORWARDED_FOR).originOf(address("10.0.0.1"), headers);

        assertThat(origin).isNotNull();
        assertThat(origin.scheme()).isEqualTo(scheme);
    }

    @Test
    void believesNothingOfAStranger() {
        assertThat(new ClientAddresses(trusted, ForwardedHeader.X_FORWARDED_FOR)
                        .originOf(address("203.0.113.1"), HeaderLines.of("X-Forwarded-Proto", "https")))
                .isNull();
    }

    @Test
    void readsTheParametersOfTheClientsElement() {
        var forwarded = new ClientAddresses(trusted, ForwardedHeader.FORWARDED);
        var headers = new HeaderLines(Map.of(
                "Forwarded",
                List.of(
                        "for=203.0.113.1;proto=http;host=evil, for=198.51.100.9;Proto=https;host=\"shop:8443\", for=10.0.0.2"),
                "X-Forwarded-Proto",
                List.of("http"),
                "X-Forwarded-Host",
                List.of("evil")));

        assertThat(forwarded.originOf(address("10.0.0.1"), headers))
                .isEqualTo(new ForwardedOrigin(address(CLIENT), "https", "shop:8443", null));
    }

    @Test
    void anEndlessChainIsCutShort() {
        String chain = "10.0.0.2,".repeat(5_000) + "10.0.0.2";

        assertThat(xff("10.0.0.1", chain)).isEqualTo(address("10.0.0.2"));
    }

    private InetAddress xff(String peer, String... lines) {
        return new ClientAddresses(trusted, ForwardedHeader.X_FORWARDED_FOR)
                .clientOf(address(peer), HeaderLines.of("X-Forwarded-For", lines));
    }

    private static InetAddress address(String literal) {
        InetAddress address = AddressLiteral.parse(literal);
        if (address == null) {
            throw new IllegalArgumentException(literal);
        }
        return address;
    }
}
