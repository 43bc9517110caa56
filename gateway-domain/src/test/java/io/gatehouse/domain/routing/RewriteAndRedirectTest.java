package io.gatehouse.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.intake.CanonicaliseRequest;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.AmbiguousPathException;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.PathCanonicaliser;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.Route.Redirect;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a path that a route rewrites or redirects, however it is spelled. */
class RewriteAndRedirectTest {

    private final Service service = TestServices.service("orders", "1");
    private final Services services = new Services(
            List.of(service),
            List.of(
                    route("/old", "/new", null),
                    route("/deep/path", "/n%C3%A9w/er", null),
                    new Route("/", "root.example", service, null, false, "/base", null, TestServices.ORIGIN),
                    route("/moved", null, new Redirect("https://new.example/orders", 308)),
                    route("/bare", null, new Redirect("https://new.example", 302)),
                    route("/slash", null, new Redirect("https://new.example/", 301)),
                    route("/here", null, new Redirect("/", 303))));

    private Route route(String path, @Nullable String rewrite, @Nullable Redirect redirect) {
        return new Route(path, null, service, null, false, rewrite, redirect, TestServices.ORIGIN);
    }

    @ParameterizedTest
    @CsvSource({
        "/old,            gw,           /new,             /",
        "/old/,           gw,           /new/,            /",
        "/old/items/7,    gw,           /new/items/7,     /items/7",
        "//old//items,    gw,           /new/items,       /items",
        "/%6fld/items,    gw,           /new/items,       /items",
        "/old/%7Euser,    gw,           /new/~user,       /~user",
        "/old/a%2Bb,      gw,           /new/a%2Bb,       /a+b",
        "/older,          root.example, /base/older,      /older",
        "/,               root.example, /base,            /",
        "/deep/path/x,    gw,           /n%C3%A9w/er/x,   /x",
    })
    void theUpstreamGetsWhatRulesHaveSeenBehindTheRewrittenPart(
            String asked, String host, String forwarded, String apiPath) {
        RouteMatch match = found(TestRequest.get(asked).to(host)).route();

        assertThat(match.forwardPath()).isEqualTo(forwarded);
        assertThat(match.apiPath()).isEqualTo(apiPath);
        assertThat(match.prefix()).isEmpty();
    }

    /** Whatever spelling of a path passes: the upstream, reading it as most servers do, sees what the rule was asked about. */
    @Test
    void noSpellingMakesTheUpstreamSeeAnotherPathThanTheRule() throws AmbiguousPathException {
        String[] parts = {
            "/", "old", "items", "admin", "..", ".", "%2e", "%2F", "%5c", "\\", "%25", ";", "%00", "//", "%6f", "~"
        };
        var random = new Random(15);
        int passed = 0;
        for (int i = 0; i < 20_000; i++) {
            var path = new StringBuilder("/old/");
            for (int n = random.nextInt(6); n >= 0; n--) {
                path.append(parts[random.nextInt(parts.length)]);
            }
            if (decide(TestRequest.get(path.toString())) instanceof Decision.Continue next) {
                passed++;
                RouteMatch match = next.state().route();
                String seen =
                        PathCanonicaliser.canonicalise(match.forwardPath()).matched();
                boolean bare = match.apiPath().equals("/") && seen.equals("/new");
                assertThat(bare || seen.equals("/new" + match.apiPath()))
                        .as("%s is judged as %s and read as %s", path, match.apiPath(), seen)
                        .isTrue();
            }
        }
        assertThat(passed).isGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource({
        "/moved,            ,         308, https://new.example/orders",
        "/moved/,           ,         308, https://new.example/orders/",
        "/moved/items/7,    a=b&c=%2F, 308, https://new.example/orders/items/7?a=b&c=%2F",
        "/moved/items,      key=s&a=b, 308, https://new.example/orders/items?a=b",
        "/bare,             ,         302, https://new.example",
        "/bare/x,           ,         302, https://new.example/x",
        "/slash,            ,         301, https://new.example/",
        "/slash/x,          ,         301, https://new.example/x",
        "/slash//evil.org,  ,         301, https://new.example/evil.org",
        "/here/x,           ,         303, /x",
        "/here//evil.org,   ,         303, /evil.org",
        "/here/@evil.org,   ,         303, /@evil.org",
        "/bare/@evil.org,   ,         302, https://new.example/@evil.org",
        "/bare/.evil.org,   ,         302, https://new.example/.evil.org",
    })
    void callersAreSentWhereTheConfigurationSays(String asked, @Nullable String query, int status, String location) {
        var plain = TestRequest.get(asked);
        var request = new TestRequest(
                "GET",
                plain.rawPath(),
                query,
                plain.authority(),
                false,
                InetAddress.getLoopbackAddress(),
                HeaderLines.none());

        Decision.Answer answer = (Decision.Answer) decide(request);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("Location", location);
        assertThat(URI.create("http://gw/").resolve(location).getHost())
                .isEqualTo(location.startsWith("/") ? "gw" : "new.example");
        assertThat(answer.state()).isNotNull();
    }

    /** A service that only redirects has no version to forward to. */
    @Test
    void aServiceWithoutVersionsIsNothingButItsRedirects() {
        Service moved = TestServices.service("moved-away");
        var routes = List.of(
                new Route("/gone", null, moved, null, false, null, new Redirect("/old", 308), TestServices.ORIGIN));
        var only = new Services(List.of(moved), routes);

        assertThat(decide(TestRequest.get("/gone/x"), only)).isInstanceOf(Decision.Answer.class);
        for (String name : List.of("/moved-away", "/moved-away/x", "/moved-away/v1/x", "/moved-away:2")) {
            assertThat(decide(TestRequest.get(name), only))
                    .asInstanceOf(InstanceOfAssertFactories.type(Decision.Reject.class))
                    .extracting(reject -> reject.refusal().rejection())
                    .isEqualTo(Rejection.SERVICE_UNKNOWN);
        }
    }

    private RequestState found(TestRequest request) {
        return ((Decision.Continue) decide(request)).state();
    }

    private Decision decide(TestRequest request) {
        return decide(request, services);
    }

    private static Decision decide(TestRequest request, Services services) {
        var begun = RequestState.begin(request, TestServices.snapshot(services), new Permits());
        Decision canonical = new CanonicaliseRequest(CredentialNames.DEFAULT).decide(begun);
        return canonical instanceof Decision.Continue next ? new FindService().decide(next.state()) : canonical;
    }
}
