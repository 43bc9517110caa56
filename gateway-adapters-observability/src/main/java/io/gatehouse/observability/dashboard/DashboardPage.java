package io.gatehouse.observability.dashboard;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.observability.ApiJson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The files of the page at {@code /dashboard/}, which is built from {@code dashboard/} and lies in the jar. Open to everybody
 * who reaches the admin port, as the page holds nothing of the gateway: what it shows it asks of guarded routes.
 */
public final class DashboardPage {

    static final String PATH = "/dashboard/";

    static final String ANSWERED = "/dashboard/answered.json";

    private static final String INDEX = "index.html";
    /** Written by the build of the page: one file a line. */
    private static final String LIST = "files.txt";

    /** The page runs its own scripts and talks to its own server, and no other page may frame it. */
    private static final Map<String, String> CONFINED = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    /** Names of these files hold a hash of what is in them. */
    private static final Map<String, String> UNCHANGING = Map.of(
            "Cache-Control", "public, max-age=31536000, immutable", "Cross-Origin-Resource-Policy", "same-origin");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8",
            "woff2", "font/woff2");

    private DashboardPage() {}

    /**
     * The routes of all its files; one that leads from {@code /dashboard} to {@code /dashboard/}; and one that says which paths
     * the admin port answers, for the page leaves out what is switched off, and learns there whether it may see anything.
     *
     * @param others the other routes of the admin port
     * @throws UncheckedIOException if the files are not on the class path
     */
    public static List<AdminRoute> routes(Collection<AdminRoute> others) {
        var files = new String(read(LIST), StandardCharsets.UTF_8).lines().map(DashboardPage::file);
        AdminRoute there = new Route("/dashboard", false, DashboardPage::redirect);
        List<String> paths =
                others.stream().map(AdminRoute::path).distinct().sorted().toList();
        AdminRoute answered = new Route(ANSWERED, true, () -> ApiJson.ok(paths));
        return Stream.concat(Stream.of(there, answered), files).toList();
    }

    private static AdminRoute file(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException("the dashboard has a file of a kind that is not served: " + name);
        }
        Map<String, String> headers = name.startsWith("assets/") ? UNCHANGING : CONFINED;
        String path = name.equals(INDEX) ? PATH : PATH + name;
        return new Route(path, false, () -> new AdminResponse(200, type, read(name), headers));
    }

    /** By a relative address, as a proxy may show the admin port below a path of its own. */
    private static AdminResponse redirect() {
        return new AdminResponse(308, "text/plain", new byte[0], Map.of("Location", "dashboard/"));
    }

    /** Read each time: nobody looks often, and nothing is kept in the meantime. */
    private static byte[] read(String name) {
        try (InputStream file = DashboardPage.class.getResourceAsStream("page/" + name)) {
            if (file == null) {
                throw new FileNotFoundException("the dashboard has no file " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Route(String path, boolean guarded, Supplier<AdminResponse> answers) implements AdminRoute {

        @Override
        public AdminResponse handle(AdminRequest request) {
            return answers.get();
        }
    }
}
