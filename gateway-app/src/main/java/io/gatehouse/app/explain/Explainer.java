package io.gatehouse.app.explain;

import io.gatehouse.app.explain.Explanation.Note;
import io.gatehouse.app.explain.Explanation.Step;
import io.gatehouse.app.explain.Explanation.Verdict;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.authorization.AuthorizeVersion;
import io.gatehouse.domain.authorization.VerifyToken;
import io.gatehouse.domain.caller.FindKey;
import io.gatehouse.domain.gateway.PluggedStages;
import io.gatehouse.domain.gateway.RequestStages;
import io.gatehouse.domain.gateway.StageInputs;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.DecisionTrace;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.request.Credentials;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.upstream.Upstreams;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the gateway's own stages with a request that is never sent, and keeps what they compare.
 *
 * <p>The stages are those of the gateway; what they would count is given to them as a twin that counts nothing. May block
 * where a stage would. Safe for concurrent use.
 */
public final class Explainer {

    private final List<RequestStage> stages;

    /** Explains with these inputs, over these upstreams as they are at the time; stages of plug-ins are asked as requests ask them. */
    public Explainer(StageInputs inputs, PluggedStages plugged, Upstreams upstreams) {
        this.stages = RequestStages.inOrder(inputs.with(inputs.metering().preview(), upstreams.preview()), plugged);
    }

    /** What would become of a request if this were who sends it, judged by this snapshot. */
    Explanation explain(IncomingRequest request, AssumedCaller caller, Snapshot snapshot) {
        var notes = new Notebook();
        var steps = new ArrayList<Step>();
        RequestState state = RequestState.begin(request, snapshot, new Permits(), notes);
        for (RequestStage stage : stages) {
            int observed = state.observed().size();
            Decision decision = settled(decide(stage, state, caller), state);
            steps.add(step(stage, decision, notes.tear(), state.observed().size() > observed));
            if (!(decision instanceof Decision.Continue next)) {
                break;
            }
            state = next.state();
        }
        return new Explanation(steps, state);
    }

    /** Does here what would be done elsewhere; whoever wants an explanation may wait for it. */
    private static Decision settled(Decision decision, RequestState state) {
        Decision now = decision;
        while (true) {
            if (now instanceof Decision.Offload offload) {
                now = offload.work().get();
            } else if (now instanceof Decision.Await await) {
                now = await.result().toCompletableFuture().join();
            } else if (now instanceof Decision.Recall) {
                return Decision.proceed(state);
            } else {
                return now;
            }
        }
    }

    /** What is assumed of the caller takes the place of what is presented just before the stage that would look at it. */
    private static Decision decide(RequestStage stage, RequestState state, AssumedCaller caller) {
        if (stage instanceof FindKey && caller.key() != null) {
            return stage.decide(state.with(state.caller().with(caller.key())));
        }
        User user = caller.user();
        if (stage instanceof AuthorizeVersion && user != null) {
            return new AuthorizeVersion(now -> verified(now, user)).decide(state);
        }
        if (stage instanceof VerifyToken && user != null) {
            return verified(state, user);
        }
        return stage.decide(state);
    }

    private static Decision verified(RequestState state, User user) {
        return new VerifyToken(new AssumedToken(user)).decide(state.with(presentingAToken(state.request())));
    }

    private static CanonicalRequest presentingAToken(CanonicalRequest request) {
        var credentials = new Credentials(request.credentials().keys(), List.of("assumed"));
        return new CanonicalRequest(
                request.method(), request.path(), request.query(), request.host(), request.headers(), credentials);
    }

    private static Step step(RequestStage stage, Decision decision, List<Note> notes, boolean observed) {
        String name = stage.getClass().getSimpleName();
        if (decision instanceof Decision.Reject reject) {
            return new Step(name, Verdict.REFUSED, notes, reject.refusal(), null);
        }
        if (decision instanceof Decision.Answer answer) {
            return new Step(name, Verdict.ANSWERED, notes, null, answer);
        }
        if (observed) {
            return new Step(name, Verdict.OBSERVED, notes, null, null);
        }
        Verdict verdict = decision instanceof Decision.TryAgain ? Verdict.WAITS : Verdict.PASSED;
        return new Step(name, verdict, notes, null, null);
    }

    /** Keeps the notes of the stage being asked. */
    private static final class Notebook implements DecisionTrace {

        private List<Note> page = new ArrayList<>();

        @Override
        public boolean wanted() {
            return true;
        }

        @Override
        public void note(@Nullable Origin decidedBy, String compared) {
            page.add(new Note(compared, decidedBy));
        }

        List<Note> tear() {
            List<Note> torn = page;
            page = new ArrayList<>();
            return torn;
        }
    }

    /** Finds every token good, and always the same user. */
    private record AssumedToken(User user) implements TokenVerifier {

        @Override
        public TokenVerdict verifyAtOnce(TokenIssuer issuer, String token) {
            return new TokenVerdict.Good(user, 0);
        }

        @Override
        public Verification verify(TokenIssuer issuer, String tenant, String token) {
            return new Verification.Reached(verifyAtOnce(issuer, token));
        }
    }
}
