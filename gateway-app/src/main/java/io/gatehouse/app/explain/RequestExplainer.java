package io.gatehouse.app.explain;

import io.gatehouse.domain.explanation.AssumedCaller;
import io.gatehouse.domain.explanation.Explainer;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.request.CredentialNames;

/**
 * Tells what would become of a request, in a form that may be shown: without any credential.
 *
 * <p>Counts, sends and consumes nothing. Blocks where a stage would, say to have a token verified. Safe for concurrent use.
 */
public final class RequestExplainer {

    private final Explainer explainer;
    private final CredentialNames names;

    /** Explains by this explainer; what these names hold is not repeated. */
    public RequestExplainer(Explainer explainer, CredentialNames names) {
        this.explainer = explainer;
        this.names = names;
    }

    /**
     * What would become of a request, judged by this snapshot.
     *
     * @throws UnusableRequest if the request names a caller whom the snapshot does not know
     */
    public ExplanationReport explain(LiteralRequest request, Snapshot snapshot) throws UnusableRequest {
        AssumedCaller caller = request.caller().in(snapshot.keys());
        return Reporting.report(request, explainer.explain(request, caller, snapshot), names);
    }
}
