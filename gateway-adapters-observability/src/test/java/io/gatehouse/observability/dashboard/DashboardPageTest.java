package io.gatehouse.observability.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.admin.AdminRouteContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page as it is served. */
class DashboardPageTest extends AdminRouteContract {

    /** Whatever a browser fetches for a page is named by one of these. */
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]*)\"|url\\(([^)]*)\\)");

    private static final int LARGEST_SCRIPT = 320 * 1024;

    private static final AdminRoute USAGE = new AdminRoute() {
        @Override
        public String path() {
            return "/usage";
        }

        @Override
        public AdminResponse handle(AdminRequest request) {
            return AdminResponse.text(200, "used");
        }
    };

    private static final Map<String, AdminRoute> ROUTES = DashboardPage.routes(List.of(USAGE)).stream()
            .collect(Collectors.toMap(AdminRoute::path, Function.identity()));

    @Override
    protected AdminRoute route() {
        return ROUTES.get(DashboardPage.PATH);
    }

    @Test
    void confinesThePageToItsOwnServer() {
        AdminResponse page = get(DashboardPage.PATH);
        assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(page.headers().get("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe", "http", "*");
        assertThat(page.headers())
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("Referrer-Policy", "no-referrer");
        assertThat(text(page))
                .doesNotContain("<style", "style=")
                .containsPattern("<script [^>]*src=\"[^\"]+\"></script>");
        assertThat(text(page).replaceAll("<script [^>]*></script>", "")).doesNotContain("<script");
    }

    @Test
    void keepsWhatNeverChangesInCaches() {
        assertThat(ROUTES.keySet()).anyMatch(path -> path.endsWith(".js")).anyMatch(path -> path.endsWith(".css"));
        ROUTES.keySet().stream().filter(path -> path.contains("/assets/")).forEach(path -> {
            assertThat(path).matches(".*-[\\w-]{8}\\.(js|css|svg|woff2)");
            assertThat(get(path).headers().get("Cache-Control")).as(path).endsWith("immutable");
        });
    }

    @Test
    void servesWhateverItRefersToAndAsksNobodyElse() {
        ROUTES.values().stream()
                .filter(route -> route.path().endsWith("/") || route.path().endsWith(".css"))
                .forEach(route -> REFERENCE
                        .matcher(text(get(route.path())))
                        .results()
                        .forEach(found -> {
                            String reference = found.group(1) == null ? found.group(2) : found.group(1);
                            String folder =
                                    route.path().substring(0, route.path().lastIndexOf('/') + 1);
                            assertThat(ROUTES)
                                    .as(route.path())
                                    .containsKey(folder + reference.replaceFirst("^\\./", ""));
                        }));
    }

    @Test
    void isSmall() {
        assertThat(ROUTES.keySet().stream()
                        .filter(path -> path.endsWith(".js"))
                        .mapToInt(path -> get(path).body().length)
                        .sum())
                .isLessThan(LARGEST_SCRIPT);
    }

    @Test
    void leadsToTheFolder() {
        AdminResponse there = get("/dashboard");
        assertThat(there.status()).isEqualTo(308);
        assertThat(there.headers()).containsEntry("Location", "dashboard/");
    }

    @Test
    void isOpenAsItHoldsNothingOfTheGateway() {
        assertThat(ROUTES.values())
                .filteredOn(AdminRoute::guarded)
                .extracting(AdminRoute::path)
                .containsExactly(DashboardPage.ANSWERED);
    }

    @Test
    void saysToThoseWhoMaySeeItWhatTheAdminPortAnswers() {
        assertThat(text(get(DashboardPage.ANSWERED))).isEqualTo("[\"/usage\"]");
    }

    private static AdminResponse get(String path) {
        AdminRoute route = ROUTES.get(path);
        assertThat(route).as(path).isNotNull();
        return route.handle(new AdminRequest("GET", path, Map.of(), null, "127.0.0.1", new byte[0]));
    }

    private static String text(AdminResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
