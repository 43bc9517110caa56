package io.gatehouse.http.inbound;

import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.pipeline.StageRunner.OutcomeReceiver;
import io.gatehouse.domain.pipeline.StageScheduler;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.http.codec.Tokens;
import io.gatehouse.http.connection.ClientConnection;
import io.gatehouse.http.connection.ListenerRules;
import io.gatehouse.http.connection.RequestHandler;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.exchange.ServerContext;
import io.gatehouse.http.forwarding.CachedResponses;
import io.gatehouse.http.forwarding.Forwarder;
import io.gatehouse.http.forwarding.PendingCall;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where every request comes in: guarded, counted, and sent on its way through the stages. */
public final class GatewayHandler implements RequestHandler {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);

    private final ServerContext context;
    private final StageRunner stages;
    private final WorkThreads threads;
    private final CachedResponses responses;
    private final Forwarder forwarder;
    private final long mostBody;

    /** Request bodies may have {@code mostBody} bytes where their service does not say otherwise. */
    public GatewayHandler(
            ServerContext context,
            StageRunner stages,
            WorkThreads threads,
            CachedResponses responses,
            Forwarder forwarder,
            long mostBody) {
        this.context = context;
        this.stages = stages;
        this.threads = threads;
        this.responses = responses;
        this.forwarder = forwarder;
        this.mostBody = mostBody;
    }

    @Override
    public void handle(HttpServerExchange http, @Nullable Refusal flaw) {
        new PipelineRun(new GatewayExchange(http, context)).begin(flaw);
    }

    /** One exchange on its way through the stages, and what their outcome means for it. */
    private final class PipelineRun extends ReceivedRequest implements StageScheduler, OutcomeReceiver {

        PipelineRun(GatewayExchange exchange) {
            super(exchange);
        }

        /** The request's way: what may not come in is refused, what is too much too, and the stages decide on the rest. */
        void begin(@Nullable Refusal flaw) {
            try {
                Snapshot snapshot = context.registry().current();
                exchange().begins(this, snapshot);
                ListenerAnswers.Own own = flaw == null ? ofPort() : null;
                if (flaw != null) {
                    exchange().refuseAndClose(flaw);
                } else if (own != null) {
                    exchange().answer(own.answer(), own.body().getBytes(StandardCharsets.US_ASCII));
                } else if (!exchange().enter()) {
                    exchange().refuse(Refusal.of(Rejection.OVERLOADED).with("Retry-After", "1"));
                } else {
                    RequestState state =
                            RequestState.begin(this, snapshot, exchange().permits());
                    stages.run(state.timedBy(exchange().times()), this, this);
                }
            } catch (RuntimeException defect) {
                failed(defect);
            }
        }

        private ListenerAnswers.@Nullable Own ofPort() {
            ListenerRules rules = ClientConnection.of(exchange().http()).info().rules();
            return ListenerAnswers.to(this, rules, context.stopping().getAsBoolean());
        }

        @Override
        public void accept(Outcome outcome) {
            exchange().decided(outcome.state());
            if (outcome instanceof Outcome.Forward forward) {
                if (isBodyTaken(forward.state())) {
                    forwarder.forward(exchange(), forward.state());
                }
            } else if (outcome instanceof Outcome.Refused refused) {
                exchange().refuse(refused.refusal());
            } else if (outcome instanceof Outcome.Answered answered) {
                exchange().answer(answered.answer());
            }
        }

        @Override
        public void recall(RequestState state, StageRunner.Rest rest) {
            exchange().decided(state);
            if (isBodyTaken(state)) {
                responses.recall(new Recall(GatewayHandler.this, this, state, rest, rest::goOn));
            }
        }

        /** Whether the body may be as long as it says; refuses it if not. */
        private boolean isBodyTaken(RequestState state) {
            boolean taken = declaredLength() <= limit(state);
            if (!taken) {
                exchange().refuseAndClose(Refusal.of(Rejection.BODY_TOO_LARGE));
            }
            return taken;
        }

        private long declaredLength() {
            String length = exchange().request().first(Headers.CONTENT_LENGTH);
            return length == null ? 0 : Tokens.parseLength(length);
        }

        private long limit(RequestState state) {
            Forwarding forwarding = state.route().service().forwarding();
            Long own = forwarding.maxBodySize();
            return own == null ? mostBody : own;
        }

        @Override
        public boolean offload(WorkKind kind, String share, Runnable work, Runnable then) {
            boolean accepted = threads.run(kind, share, elsewhere(work, then));
            if (accepted) {
                exchange().watchClient();
            }
            return accepted;
        }

        /** Does nothing for a client that has gone before it was its turn. */
        private Runnable elsewhere(Runnable work, Runnable then) {
            return () -> {
                if (exchange().hasEnded()) {
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
            exchange().watchClient();
            signal.whenComplete((result, failure) -> comeBack(then));
        }

        @Override
        public void after(Duration delay, Runnable then) {
            exchange().watchClient();
            exchange().scanner().thread().executeAfter(() -> goOn(then), delay.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void comeBack(Runnable then) {
            try {
                exchange().scanner().thread().execute(() -> goOn(then));
            } catch (RejectedExecutionException e) {
                LOG.debug("The server closed while a request was being decided", e);
            }
        }

        private void goOn(Runnable then) {
            if (exchange().hasEnded()) {
                return;
            }
            try {
                then.run();
            } catch (RuntimeException defect) {
                failed(defect);
            }
        }

        /** What a step throws is a defect, and the client gets to know of it. */
        private void failed(RuntimeException defect) {
            LOG.error("A request failed within the gateway", defect);
            exchange().refuse(Refusal.of(Rejection.INTERNAL_ERROR));
        }
    }

    /**
     * What goes on to a host if nothing that is kept answers it.
     *
     * @param goesOn what that is for this exchange
     */
    private record Recall(
            GatewayHandler handler, PipelineRun run, RequestState state, StageRunner.Rest rest, Runnable goesOn)
            implements PendingCall {

        @Override
        public GatewayExchange exchange() {
            return run.exchange();
        }

        @Override
        public void goOn() {
            run.goOn(goesOn);
        }

        @Override
        public PendingCall forNobody() {
            PipelineRun again = handler.new PipelineRun(run.exchange().forNobody());
            RequestState same = state.of(again.exchange().permits());
            again.exchange().decided(same);
            return new Recall(handler, again, same, rest, () -> rest.goOn(same, again, again));
        }
    }
}
