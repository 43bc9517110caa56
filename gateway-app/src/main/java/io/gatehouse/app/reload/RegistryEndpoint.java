package io.gatehouse.app.reload;

import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.http.admin.AdminEndpoint;
import io.gatehouse.http.admin.AdminRequest;
import io.gatehouse.http.admin.AdminResponse;

/** {@code GET /registry}: what is being served, and what is wrong with what is not. */
public final class RegistryEndpoint implements AdminEndpoint {

    private final LiveRegistry live;

    public RegistryEndpoint(LiveRegistry live) {
        this.live = live;
    }

    @Override
    public AdminResponse answer(AdminRequest request) {
        return AdminResponse.json(200, RegistryReport.of(live.state()));
    }
}
