package io.gatehouse.domain.caller;

import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.ClientCertificate;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.CertificateRule;

/** Stops requests without the client certificate that the version requires, or with another than the key may be used with. */
public final class CheckCertificate implements RequestStage {

    @Override
    public Decision decide(RequestState state) {
        ClientCertificate presented = state.incoming().certificate();
        ServiceVersion version = state.version();
        if (version.demands().certificate()) {
            if (state.trace().wanted()) {
                state.trace()
                        .note(
                                version.origin(),
                                presented == null
                                        ? "a client certificate is required"
                                        : presented.subject() + " has a client certificate");
            }
            if (presented == null) {
                return Decision.refuse(
                        state,
                        ObservedCheck.CERTIFICATES,
                        Refusal.of(Rejection.CERTIFICATE_REQUIRED).decidedBy(version.origin()));
            }
        }
        ApiKey key = state.caller().key();
        CertificateRule rule = key == null ? null : key.certificates();
        if (rule == null) {
            return Decision.proceed(state);
        }
        boolean admitted = rule.admits(presented);
        if (state.trace().wanted()) {
            String who = presented == null ? "no client certificate" : "the certificate of " + presented.subject();
            state.trace().note(rule.origin(), who + (admitted ? " is allowed" : " is not allowed") + " for the key");
        }
        return admitted
                ? Decision.proceed(state)
                : Decision.refuse(
                        state,
                        ObservedCheck.CERTIFICATES,
                        Refusal.of(Rejection.CERTIFICATE_NOT_ALLOWED).decidedBy(rule.origin()));
    }
}
