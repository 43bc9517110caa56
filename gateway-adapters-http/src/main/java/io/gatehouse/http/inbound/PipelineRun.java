package io.gatehouse.http.inbound;

import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.StageRunner.OutcomeReceiver;
import io.gatehouse.domain.pipeline.StageScheduler;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.http.codec.Tokens;
import io.gatehouse.http.exchange.ClientWatch;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.forwarding.Forwarder;
import io.undertow.util.Headers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One exchange on its way through the stages, and what their outcome means for it. */
final class PipelineRun implements StageScheduler, OutcomeReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);

    private final GatewayExchange exchange;
    private final WorkThreads threads;
    private final Forwarder forwarder;
    private final long mostBody;

    PipelineRun(GatewayExchange exchange, WorkThreads threads, Forwarder forwarder, long mostBody) {
        this.exchange = exchange;
        this.threads = threads;
        this.forwarder = forwarder;
        this.mostBody = mostBody;
    }

    @Override
    public boolean offload(WorkKind kind, String share, Runnable work, Runnable then) {
        boolean accepted = threads.run(kind, share, elsewhere(work, then));
        if (accepted) {
            ClientWatch.begin(exchange);
        }
        return accepted;
    }

    /** Does nothing for a client that has gone before it was its turn. */
    private Runnable elsewhere(Runnable work, Runnable then) {
        return () -> {
            if (exchange.hasEnded()) {
                return;
            }
            try {
                work.run();
            } finally {
                comeBack(then);
            }
        };
    }

    @Override
    public void await(CompletionStage<?> signal, Runnable then) {
        ClientWatch.begin(exchange);
        signal.whenComplete((result, failure) -> comeBack(then));
    }

    @Override
    public void after(Duration delay, Runnable then) {
        ClientWatch.begin(exchange);
        exchange.ticker().thread().executeAfter(() -> goOn(then), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void comeBack(Runnable then) {
        try {
            exchange.ticker().thread().execute(() -> goOn(then));
        } catch (RejectedExecutionException e) {
            LOG.debug("The server closed while a request was being decided", e);
        }
    }

    private void goOn(Runnable then) {
        if (!exchange.hasEnded()) {
            guarded(then);
        }
    }

    /** Runs a step; what it throws is a defect, and the client gets to know of it. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("A request failed within the gateway", e);
            exchange.refuse(Refusal.of(Rejection.INTERNAL_ERROR));
        }
    }

    @Override
    public void accept(Outcome outcome) {
        exchange.decided(outcome.state());
        if (outcome instanceof Outcome.Forward forward) {
            forward(forward.state());
        } else if (outcome instanceof Outcome.Refused refused) {
            exchange.refuse(refused.refusal());
        } else if (outcome instanceof Outcome.Answered answered) {
            exchange.answer(answered.answer());
        }
    }

    private void forward(RequestState state) {
        if (declaredLength() > limit(state)) {
            exchange.refuseAndClose(Refusal.of(Rejection.BODY_TOO_LARGE));
        } else {
            forwarder.forward(exchange, state);
        }
    }

    private long declaredLength() {
        String length = exchange.http().getRequestHeaders().getFirst(Headers.CONTENT_LENGTH);
        return length == null ? 0 : Tokens.parseLength(length);
    }

    private long limit(RequestState state) {
        Forwarding forwarding = state.route().service().forwarding();
        Long own = forwarding.maxBodySize();
        return own == null ? mostBody : own;
    }
}
