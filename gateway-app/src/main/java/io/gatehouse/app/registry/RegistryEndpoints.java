package io.gatehouse.app.registry;

import io.gatehouse.configuration.Notice;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistryState;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.registry.ReloadResult;
import io.gatehouse.http.admin.AdminJson;
import io.gatehouse.http.admin.AdminRoutes;
import io.gatehouse.http.admin.SoajsResponses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the admin port knows of the registry: {@code GET /registry} shows what is served and what is wrong with what is not,
 * {@code POST /reload} loads it now, and {@code GET /reloadRegistry} and {@code GET /loadProvision} do the same, asked and answered as
 * by the SOAJS controller. Its two halves, services and tenants, are one registry here, so both load all of it.
 */
public final class RegistryEndpoints {

    private final RegistryLoader loader;
    private final LiveRegistry live;
    private final SoajsResponses soajs;

    public RegistryEndpoints(RegistryLoader loader, LiveRegistry live, SoajsResponses soajs) {
        this.loader = loader;
        this.live = live;
        this.soajs = soajs;
    }

    /** All four. */
    public List<AdminRoute> routes() {
        return List.of(
                AdminRoutes.guardedGet("/registry", request -> AdminJson.response(200, Report.of(live.state()))),
                AdminRoutes.post("/reload", 0, this::reload),
                AdminRoutes.guardedGet("/reloadRegistry", request -> soajs.registry(request, isServed(load(request)))),
                AdminRoutes.guardedGet("/loadProvision", request -> soajs.plain(request, isServed(load(request)))));
    }

    private ReloadResult load(AdminRequest request) {
        return loader.reload(ReloadCause.admin(request.client()));
    }

    /** Whether the source is served as it stands. */
    private static boolean isServed(ReloadResult result) {
        return result == ReloadResult.LOADED || result == ReloadResult.UNCHANGED;
    }

    private AdminResponse reload(AdminRequest request) {
        ReloadResult result = load(request);
        int status = switch (result) {
            case LOADED, UNCHANGED -> 200;
            case REFUSED -> 422;
            case UNAVAILABLE -> 503;
        };
        return AdminJson.response(status, new Outcome(result.word(), Report.of(live.state())));
    }

    /**
     * The response of {@code /reload}.
     *
     * @param result loaded, unchanged, refused or unavailable
     * @param registry the state afterwards
     */
    record Outcome(String result, Report registry) {}

    /**
     * The response of {@code /registry}.
     *
     * @param revision of the snapshot that is served
     * @param hash of its content
     * @param source where it was read from
     * @param loaded when, as an ISO-8601 time
     * @param notices warnings about it and its source, numbered; left out if there are none
     * @param attempts how many attempts to load ended how
     * @param failure why the source is not served as it now stands; left out if it is
     */
    record Report(
            long revision,
            String hash,
            String source,
            String loaded,
            @Nullable List<String> notices,
            Map<String, Long> attempts,
            @Nullable Failure failure) {

        static Report of(RegistryState state) {
            var attempts = new TreeMap<String, Long>();
            for (ReloadResult result : ReloadResult.values()) {
                attempts.put(result.word(), state.attempts(result));
            }
            var notices = state.notices().stream().map(Notice::toString).toList();
            return new Report(
                    state.revision(),
                    state.hash(),
                    state.snapshot().source(),
                    Instant.ofEpochMilli(state.snapshot().loadedMillis()).toString(),
                    notices.isEmpty() ? null : numbered(notices),
                    attempts,
                    state.failure() == null ? null : Failure.of(state.failure()));
        }
    }

    /**
     * What is wrong.
     *
     * @param result refused or unavailable
     * @param seen when this was last seen, as an ISO-8601 time
     * @param total how many problems there are
     * @param problems the first thousand of them, numbered
     */
    record Failure(String result, String seen, int total, List<String> problems) {

        private static Failure of(ReloadFailure failure) {
            return new Failure(
                    failure.result().word(),
                    Instant.ofEpochMilli(failure.atMillis()).toString(),
                    failure.total(),
                    numbered(failure.problems()));
        }
    }

    private static List<String> numbered(List<String> lines) {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> (i + 1) + ". " + lines.get(i))
                .toList();
    }
}
