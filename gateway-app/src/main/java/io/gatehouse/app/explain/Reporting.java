package io.gatehouse.app.explain;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.address.AddressText;
import io.gatehouse.domain.explanation.Explanation;
import io.gatehouse.domain.explanation.Note;
import io.gatehouse.domain.explanation.Step;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns explanations into what is shown of them. */
final class Reporting {

    private Reporting() {}

    static ExplanationReport report(LiteralRequest request, Explanation explanation, CredentialNames names) {
        Step last = explanation.steps().get(explanation.steps().size() - 1);
        boolean forwarded = explanation.forwarded();
        return new ExplanationReport(
                request(request, names),
                forwarded ? ExplanationReport.FORWARDED : word(last),
                forwarded ? null : last.stage(),
                steps(explanation.steps()),
                CallerReport.of(explanation.state()),
                forwarded ? forward(explanation.state()) : null,
                answer(last));
    }

    private static ExplanationReport.Request request(LiteralRequest request, CredentialNames names) {
        @Nullable String query = Query.of(request.rawQuery(), names).rest();
        NamedCaller caller = request.caller();
        return new ExplanationReport.Request(
                request.method(),
                request.authority(),
                withQuery(request.rawPath(), query),
                AddressText.of(request.peer()),
                caller.key(),
                caller.user(),
                caller.user() == null ? null : caller.groups());
    }

    private static List<ExplanationReport.Stage> steps(List<Step> steps) {
        var stages = new ArrayList<ExplanationReport.Stage>(steps.size());
        for (Step step : steps) {
            List<ExplanationReport.Compared> compared =
                    step.notes().stream().map(Reporting::compared).toList();
            stages.add(new ExplanationReport.Stage(stages.size() + 1, step.stage(), word(step), compared));
        }
        return stages;
    }

    private static ExplanationReport.Compared compared(Note note) {
        Origin origin = note.decidedBy();
        return new ExplanationReport.Compared(note.compared(), origin == null ? null : origin.toString());
    }

    private static String word(Step step) {
        return step.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static ExplanationReport.Forward forward(RequestState state) {
        return new ExplanationReport.Forward(
                state.route().service().name(),
                state.version().key().version().toString(),
                state.hostPermit().host().address().toString(),
                withQuery(state.route().forwardPath(), state.request().query()));
    }

    private static ExplanationReport.@Nullable Answer answer(Step last) {
        Refusal refusal = last.refusal();
        if (refusal != null) {
            return new ExplanationReport.Answer(
                    refusal.status(),
                    refusal.rejection().code(),
                    refusal.rejection().number(),
                    refusal.rejection().safeMessage(),
                    refusal.detail(),
                    new TreeMap<>(refusal.headers()));
        }
        Decision.Answer answer = last.answer();
        return answer == null
                ? null
                : new ExplanationReport.Answer(
                        answer.status(), null, null, null, null, new TreeMap<>(answer.headers()));
    }

    private static String withQuery(String path, @Nullable String query) {
        return query == null ? path : path + "?" + query;
    }
}
