package io.gatehouse.app.reload;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.registry.ReloadResult;
import io.gatehouse.http.admin.AdminEndpoint;
import io.gatehouse.http.admin.SoajsResponses;

/**
 * {@code GET /reloadRegistry} and {@code GET /loadProvision}: what {@code POST /reload} does, asked and answered as by the SOAJS
 * controller. Its two halves, services and tenants, are one registry here, so both load all of it.
 */
public final class SoajsReloadEndpoint implements AdminEndpoint {

    private final RegistryReloader reloader;
    private final SoajsResponses answers;
    private final boolean shows;

    /**
     * One of the two.
     *
     * @param shows whether the answer shows what is served afterwards
     */
    public SoajsReloadEndpoint(RegistryReloader reloader, SoajsResponses answers, boolean shows) {
        this.reloader = reloader;
        this.answers = answers;
        this.shows = shows;
    }

    @Override
    public AdminResponse handle(AdminRequest request) {
        ReloadResult result = reloader.reload(ReloadCause.admin(request.client()));
        boolean good = result == ReloadResult.LOADED || result == ReloadResult.UNCHANGED;
        return shows ? answers.registry(request, good) : answers.plain(request, good);
    }
}
