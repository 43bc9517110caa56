package io.gatehouse.app.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.app.console.Colours;
import io.gatehouse.configuration.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that a gateway keeps, with the decision on it, as {@code /dashboard/api/logs/ID} has it. */
public record PastRequest(
        Summary request, Registry registry, @Nullable List<Tried> tries, Explained explained) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** What was asked and answered. */
    record Summary(
            String id,
            String time,
            String client,
            int status,
            @Nullable String code,
            double durationMs) {}

    /** A try at a host, as it really was. */
    record Tried(
            String upstream,
            String outcome,
            double durationMs,
            @Nullable String failure) {

        String line() {
            String why = failure == null ? "" : ": " + failure;
            return Printable.whole("tried " + upstream + ": " + outcome + " after " + durationMs + " ms" + why);
        }
    }

    /** What it was judged by. */
    record Registry(long revision, String hash, @Nullable String loaded) {}

    /** The decision by that. */
    record Explained(
            @Nullable ExplanationReport explanation,
            List<String> unknown,
            @Nullable Boolean agrees) {}

    /** Reads it; a gateway of another version may say more. */
    public static PastRequest read(String text) throws UnusableRequest {
        try {
            PastRequest read = JSON.readValue(text, PastRequest.class);
            if (read.request == null || read.registry == null || read.explained == null) {
                throw new UnusableRequest("the gateway responded with what this version cannot read");
            }
            return read;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new UnusableRequest("the gateway responded with what this version cannot read");
        }
    }

    /** Whether the gateway refused it. */
    public boolean refused() {
        return request.code() != null;
    }

    /** The lines for people: what happened, the decision, and what is not known for it. */
    public List<String> lines(Colours colours) {
        List<String> lines = new ArrayList<>();
        String code = request.code() == null ? "" : " " + request.code();
        lines.add(Printable.whole("request " + request.id() + " of " + request.client() + " at " + request.time()
                + ": status " + request.status() + code + " after " + request.durationMs() + " ms"));
        String loaded = registry.loaded() == null ? "" : ", loaded " + registry.loaded();
        lines.add(Printable.whole(
                "judged by revision " + registry.revision() + " of the registry, " + registry.hash() + loaded));
        if (tries != null) {
            tries.forEach(one -> lines.add(one.line()));
        }
        lines.add("");
        ExplanationReport explanation = explained.explanation();
        if (explanation != null) {
            lines.addAll(ReportText.lines(explanation, colours));
            lines.add("");
            if (Boolean.FALSE.equals(explained.agrees())) {
                lines.add(colours.bad("this is not what happened"));
            }
        }
        explained.unknown().forEach(one -> lines.add(Printable.whole("note: " + one)));
        return lines;
    }
}
