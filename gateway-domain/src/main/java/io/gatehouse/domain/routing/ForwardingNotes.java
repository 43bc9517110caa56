package io.gatehouse.domain.routing;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.response.Compression;
import io.gatehouse.domain.service.Balancing;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Steering;
import java.util.List;

/** Notes for explanations what a service makes of the requests that it forwards, each with its place in the configuration. */
record ForwardingNotes(RequestState state) {

    private Service service() {
        return state.route().service();
    }

    private Forwarding forwarding() {
        return service().forwarding();
    }

    /** What there is to say, where a host is known more of it. */
    void all(boolean toHost) {
        balancing();
        if (toHost) {
            retries();
        }
        mirror();
        compression();
    }

    private void balancing() {
        Balancing balancing = service().loadBalancing();
        if (!balancing.isUsual()) {
            state.trace().note(balancing.origin(), "chosen by " + balancing.inWords());
        }
    }

    private void retries() {
        RetryPolicy retry = forwarding().retry();
        if (retry == null) {
            state.trace().note(service().origin(), "never retried");
        } else if (!retry.isUsual()) {
            state.trace().note(retry.origin(), retry.inWords());
        }
    }

    private void mirror() {
        Steering.Mirror mirror = forwarding().steering().mirror();
        if (mirror != null) {
            state.trace().note(mirror.origin(), mirror.share().text() + " of requests are copied to " + mirror.to());
        }
    }

    private void compression() {
        if (forwarding().responses().compression()) {
            boolean taken = Compression.isTaken(name -> {
                String value = state.header(name);
                return value == null ? List.of() : List.of(value);
            });
            state.trace()
                    .note(
                            service().origin(),
                            taken
                                    ? "text that the upstream sends plain is compressed"
                                    : "nothing is compressed, as the request does not ask for gzip");
        }
    }
}
