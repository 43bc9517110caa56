package io.gatehouse.http.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.intake.CanonicaliseRequest;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.ForwardedOrigin;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.routing.FindService;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.Steering.RewrittenLocations;
import io.gatehouse.domain.service.TestServices;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an upstream says of its own address, in the words of the client. */
class ResponseLocationsTest {

    private static final HostAddress UPSTREAM = new HostAddress(false, "orders.internal", 9001);

    @ParameterizedTest
    @CsvSource({
        "/orders/items,  http://orders.internal:9001/items/7,      http://gw.example/orders/items/7",
        "/orders/items,  HTTP://Orders.Internal:9001/items?a=b#c,  http://gw.example/orders/items?a=b#c",
        "/orders/v1/x,   http://orders.internal:9001/items,        http://gw.example/orders/v1/items",
        "/orders:1/x,    http://orders.internal:9001,              http://gw.example/orders:1",
        "/orders/items,  //orders.internal:9001/items,             http://gw.example/orders/items",
        "/orders/items,  https://orders.internal:9001/items,       http://gw.example/orders/items",
        "/orders/items,  http://orders.internal:9001?next=1,       http://gw.example/orders?next=1",
        "/strip/x,       http://orders.internal:9001/items,        http://gw.example/strip/items",
        "/whole/x,       http://orders.internal:9001/whole/items,  http://gw.example/whole/items",
        "/old/x,         http://orders.internal:9001/new/items,    http://gw.example/old/items",
        "/old/x,         http://orders.internal:9001/new,          http://gw.example/old",
        "/old/x,         http://orders.internal:9001/newer,        http://gw.example/newer",
        "/orders/items,  http://orders.internal:9002/items,        http://orders.internal:9002/items",
        "/orders/items,  http://orders.internal/items,             http://orders.internal/items",
        "/orders/items,  http://orders.internal.evil:9001/items,   http://orders.internal.evil:9001/items",
        "/orders/items,  http://me@orders.internal:9001/items,     http://me@orders.internal:9001/items",
        "/orders/items,  http://elsewhere.example/items,           http://elsewhere.example/items",
        "/orders/items,  /items/7,                                 /items/7",
        "/orders/items,  items/7,                                  items/7",
        "/orders/items,  ftp://orders.internal:9001/items,         ftp://orders.internal:9001/items",
    })
    void locationsThatNameTheUpstreamAreTheClients(String asked, String said, String expected) {
        assertThat(locations(asked, null, RewrittenLocations.NAMED).location(said))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/items,  /items/7,         /orders/items/7",
        "/orders/items,  /orders/items/7,  /orders/items/7",
        "/orders/items,  /ordersx/7,       /orders/ordersx/7",
        "/orders/items,  /,                /orders/",
        "/whole/x,       /whole/y,         /whole/y",
        "/old/x,         /new/y,           /old/y",
        "/old/x,         /other,           /other",
        "/orders/items,  //evil.example/x, //evil.example/x",
        "/orders/items,  items/7,          items/7",
    })
    void pathsAreTheClientsWhereThatIsWanted(String asked, String said, String expected) {
        assertThat(locations(asked, null, RewrittenLocations.PATHS).location(said))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https, shop.example,      ,     https://shop.example/orders/items",
        "https, shop.example,      443,  https://shop.example/orders/items",
        "https, shop.example,      8443, https://shop.example:8443/orders/items",
        "https, shop.example:8443, 8443, https://shop.example:8443/orders/items",
        "http,  '[::1]',           8080, 'http://[::1]:8080/orders/items'",
        ",      ,                  ,     http://gw.example/orders/items",
    })
    void whatATrustedProxySaysOfTheClientCounts(
            @Nullable String scheme, @Nullable String host, @Nullable Integer port, String expected) {
        var origin = new ForwardedOrigin(InetAddress.getLoopbackAddress(), scheme, host, port);

        assertThat(locations("/orders/x", origin, RewrittenLocations.NAMED)
                        .location("http://orders.internal:9001/items"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1; Domain=orders.internal; Path=/      | a=1; Domain=gw.example; Path=/",
                "a=1; domain=.ORDERS.internal             | a=1; domain=gw.example",
                "a=1; Path=/x; Domain = orders.internal   | a=1; Path=/x; Domain =gw.example",
                "a=orders.internal; Secure                | a=orders.internal; Secure",
                "a=1; Domain=internal                     | a=1; Domain=internal",
                "a=1; Domain=shop.example; HttpOnly       | a=1; Domain=shop.example; HttpOnly",
                "Domain=orders.internal                   | Domain=orders.internal",
                "a=1; Domain                              | a=1; Domain",
            })
    void cookiesOfTheUpstreamAreForTheClientsHost(String said, String expected) {
        assertThat(locations("/orders/x", null, RewrittenLocations.NAMED).cookie(said))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a=1; Path=/items | a=1; Path=/orders/items", "a=1; Path=/orders | a=1; Path=/orders"})
    void pathsOfCookiesAreTheClientsWhereThatIsWanted(String said, String expected) {
        assertThat(locations("/orders/x", null, RewrittenLocations.PATHS).cookie(said))
                .isEqualTo(expected);
    }

    private static ResponseLocations locations(
            String asked, @Nullable ForwardedOrigin origin, RewrittenLocations wanted) {
        Service service = TestServices.service("orders", "1");
        var services = new Services(
                List.of(service),
                List.of(
                        TestServices.route("/strip", null, service, true),
                        TestServices.route("/whole", null, service, false),
                        new Route("/old", null, service, null, false, "/new", null, TestServices.ORIGIN)));
        RequestState begun = RequestState.begin(
                        TestRequest.get(asked).to("GW.example"), TestServices.snapshot(services), new Permits())
                .with(new RequestInfo("id", 0, 0, InetAddress.getLoopbackAddress(), origin));
        RequestState state = proceeds(new CanonicaliseRequest(CredentialNames.DEFAULT), begun);
        return new ResponseLocations(proceeds(new FindService(), state), UPSTREAM, wanted);
    }

    private static RequestState proceeds(RequestStage stage, RequestState state) {
        return ((Decision.Continue) stage.decide(state)).state();
    }
}
