package io.gatehouse.architecture.planted.headers.http;

import io.undertow.server.HttpServerExchange;

/** Looks for a header where none ever is. */
final class PlantedReader {
    boolean isJson(HttpServerExchange exchange) {
        return exchange.getRequestHeaders().contains("Accept");
    }
}
