package io.gatehouse.app.explain;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An explanation as it is shown: the same values in the text and in the JSON, and no credential among them.
 *
 * @param request the request that was described
 * @param outcome how its way would end, in one word
 * @param endedBy the stage that ended its way; null if none did
 * @param steps the stages that were asked, in order
 * @param caller what was found out about who calls
 * @param forward where it would go; null if it ends here
 * @param answer what the client would get; null if it does not end here
 */
@JsonPropertyOrder({"request", "outcome", "endedBy", "steps", "caller", "forward", "answer"})
public record ExplanationReport(
        Request request,
        String outcome,
        @Nullable String endedBy,
        List<Stage> steps,
        Caller caller,
        @Nullable Forward forward,
        @Nullable Answer answer) {

    static final String FORWARDED = "forwarded";
    static final String ANSWERED = "answered";
    static final String REFUSED = "refused";

    public ExplanationReport {
        steps = List.copyOf(steps);
    }

    /** Whether the gateway would refuse the request. */
    public boolean refused() {
        return outcome.equals(REFUSED);
    }

    /**
     * What was described; {@code path} is without the query's credentials. The rest is who was taken to send it, and null where the
     * request itself was to say so.
     */
    record Request(
            String method,
            String host,
            String path,
            String peer,
            @Nullable String as,
            @Nullable String user,
            @Nullable List<String> groups) {}

    /** One stage's part. */
    record Stage(int number, String stage, String verdict, List<Compared> compared) {}

    /** Something that a stage has compared, and the place in the configuration that decided. */
    record Compared(String what, @Nullable String decidedBy) {}

    /** Who calls, as far as the stages have found out. */
    record Caller(
            @Nullable String address,
            @Nullable String tenant,
            @Nullable String application,
            @Nullable String key,
            @Nullable String userId,
            @Nullable List<String> groups,
            @Nullable String country) {}

    /** Where it would go; {@code path} is what the upstream gets, query and all. */
    record Forward(String service, String version, String host, String path) {}

    /** What the client would get; {@code code} and {@code message} are those of a refusal. */
    record Answer(
            int status,
            @Nullable String code,
            @Nullable Integer number,
            @Nullable String message,
            @Nullable String detail,
            Map<String, String> headers) {}
}
