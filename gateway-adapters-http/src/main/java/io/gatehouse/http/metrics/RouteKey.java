package io.gatehouse.http.metrics;

import io.gatehouse.domain.traffic.ExchangeRecord;
import java.util.Objects;

/**
 * What requests are told apart by: the labels of the registry's route and service, never what a client sent.
 *
 * @param route the route's label; {@code none} if no route matched
 * @param service the service's name; {@code none} if none matched
 */
record RouteKey(String route, String service) {

    private static final String NONE = "none";

    static RouteKey of(ExchangeRecord exchange) {
        return new RouteKey(
                Objects.requireNonNullElse(exchange.route(), NONE),
                Objects.requireNonNullElse(exchange.service(), NONE));
    }
}
