package io.gatehouse.app.explain;

import io.gatehouse.app.console.JsonText;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.http.admin.AdminEndpoint;
import io.gatehouse.http.admin.AdminJson;

/**
 * {@code POST /explain}: explains a described request by the registry and the health of hosts as they are now.
 *
 * <p>Changes nothing, but shows configuration. Answers 200 whatever would become of the request, 400 for a description that
 * makes no sense.
 */
public final class ExplainEndpoint implements AdminEndpoint {

    /** The largest description that is read, in bytes: the largest request head, and room for its JSON. */
    public static final int LARGEST_BODY = 64 * 1024;

    private final RequestExplainer explainer;
    private final LiveRegistry live;

    public ExplainEndpoint(RequestExplainer explainer, LiveRegistry live) {
        this.explainer = explainer;
        this.live = live;
    }

    @Override
    public AdminResponse handle(AdminRequest request) {
        try {
            ExplanationReport report = explainer.explain(DescribedRequest.read(request.body()), live.current());
            return AdminResponse.json(200, JsonText.of(report));
        } catch (UnusableRequest e) {
            return AdminJson.problem(400, String.valueOf(e.getMessage()));
        }
    }
}
