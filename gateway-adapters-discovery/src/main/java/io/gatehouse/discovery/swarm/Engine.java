package io.gatehouse.discovery.swarm;

import io.gatehouse.discovery.api.ApiRequest;
import io.gatehouse.discovery.api.ApiResponse;
import java.util.concurrent.CompletableFuture;

/** Calls the API of a Docker engine. */
@FunctionalInterface
interface Engine {

    /** The response if its status is 200. */
    CompletableFuture<ApiResponse> get(ApiRequest request);
}
