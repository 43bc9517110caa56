package io.gatehouse.domain.caller;

import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.geo.GeoRule;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.tenancy.ApiKey;

/** Stops requests from countries and continents that the key may not be used in. */
public final class CheckCountry implements RequestStage {

    private final GeoDatabase database;

    public CheckCountry(GeoDatabase database) {
        this.database = database;
    }

    @Override
    public Decision decide(RequestState state) {
        ApiKey key = state.caller().key();
        if (key == null) {
            return Decision.proceed(state);
        }
        GeoLocation place = database.find(state.exchange().client());
        RequestState located = place.equals(GeoLocation.UNKNOWN)
                ? state
                : state.with(state.caller().at(place));
        GeoRule rule = key.geo();
        if (rule == null || state.caller().skips(SkippedCheck.GEO)) {
            return Decision.proceed(located);
        }
        boolean admitted = rule.admits(place);
        if (state.trace().wanted()) {
            String where = place.country() == null ? "an unknown country" : place.country();
            state.trace().note(rule.origin(), where + (admitted ? " is allowed" : " is not allowed") + " for the key");
        }
        return admitted
                ? Decision.proceed(located)
                : Decision.refuse(
                        located,
                        ObservedCheck.GEO,
                        Refusal.of(Rejection.COUNTRY_NOT_ALLOWED).decidedBy(rule.origin()));
    }
}
