package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;

/** What answers at one of the gateway's own routes; see {@link AdminRoutes}. */
@FunctionalInterface
public interface AdminEndpoint {

    /** Answers; what it throws is answered with 500 and logged. */
    AdminResponse handle(AdminRequest request);
}
