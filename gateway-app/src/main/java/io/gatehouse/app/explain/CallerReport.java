package io.gatehouse.app.explain;

import io.gatehouse.domain.address.AddressText;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.tenancy.ApiKey;

/** What may be shown of a caller: names, never what was presented. */
final class CallerReport {

    private CallerReport() {}

    static ExplanationReport.Caller of(RequestState state) {
        RequestInfo exchange = state.knownExchange();
        Caller caller = state.caller();
        ApiKey key = caller.key();
        User user = caller.user();
        GeoLocation place = caller.place();
        return new ExplanationReport.Caller(
                exchange == null ? null : AddressText.of(exchange.client()),
                key == null ? null : key.application().tenant().name(),
                key == null ? null : key.application().name(),
                key == null ? null : key.id(),
                user == null ? null : user.id(),
                user == null ? null : user.groups().stream().sorted().toList(),
                place == null ? null : place.country());
    }
}
