package io.gatehouse.app.reload;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.ReloadResult;
import io.gatehouse.http.admin.AdminEndpoint;
import io.gatehouse.http.admin.AdminJson;

/**
 * {@code POST /reload}: loads the registry now. Answers 200 if the source is served as it stands, 422 if it holds mistakes and
 * 503 if it cannot be read; always with the state of the registry.
 */
public final class ReloadEndpoint implements AdminEndpoint {

    private final RegistryReloader reloader;
    private final LiveRegistry live;

    public ReloadEndpoint(RegistryReloader reloader, LiveRegistry live) {
        this.reloader = reloader;
        this.live = live;
    }

    /**
     * What became of it.
     *
     * @param result loaded, unchanged, refused or unavailable
     * @param registry the state afterwards
     */
    record Outcome(String result, RegistryReport registry) {}

    @Override
    public AdminResponse handle(AdminRequest request) {
        ReloadResult result = reloader.reload(ReloadCause.admin(request.client()));
        int status = switch (result) {
            case LOADED, UNCHANGED -> 200;
            case REFUSED -> 422;
            case UNAVAILABLE -> 503;
        };
        return AdminJson.response(status, new Outcome(RegistryReport.word(result), RegistryReport.of(live.state())));
    }
}
