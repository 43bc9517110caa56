package io.gatehouse.observability.api;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import java.util.function.Function;

/**
 * A guarded route for reading.
 *
 * @param path its path
 * @param answers what it answers
 */
record ApiRoute(String path, Function<AdminRequest, AdminResponse> answers) implements AdminRoute {

    @Override
    public AdminResponse handle(AdminRequest request) {
        return answers.apply(request);
    }
}
