package io.gatehouse.app.reload;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.http.admin.AdminEndpoint;
import io.gatehouse.http.admin.AdminJson;

/** {@code GET /registry}: what is being served, and what is wrong with what is not. */
public final class RegistryEndpoint implements AdminEndpoint {

    private final LiveRegistry live;

    public RegistryEndpoint(LiveRegistry live) {
        this.live = live;
    }

    @Override
    public AdminResponse handle(AdminRequest request) {
        return AdminJson.response(200, RegistryReport.of(live.state()));
    }
}
