package io.gatehouse.observability.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStore.Query;
import io.gatehouse.domain.usage.UsageStore.Sum;
import io.gatehouse.domain.usage.UsageStoreException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /usage}: who has used how much, added up by what {@code by} names, as JSON or CSV.
 *
 * <p>Answers 400 to what it does not understand, 422 where there are more sums than it answers, so that none is ever missing, and 503
 * while the store fails.
 */
public final class UsageRoute implements AdminRoute {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<Integer, String> TITLES =
            Map.of(400, "Bad Request", 422, "Unprocessable Entity", 503, "Service Unavailable");

    private final UsageLedger ledger;
    private final GatewayClock clock;

    public UsageRoute(UsageLedger ledger, GatewayClock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/usage";
    }

    @Override
    public AdminResponse handle(AdminRequest request) {
        try {
            Query query = UsageQuestion.read(request.query(), clock.epochMillis());
            boolean csv = isCsv(request.query(), request.accept());
            UsageStore store = ledger.upToDate();
            List<Sum> sums = store.sum(query, WITHIN);
            if (sums.size() > query.most()) {
                return problem(422, "more than " + query.most() + " rows: ask for less, by from, to and names");
            }
            var table = new UsageTable(query, sums, store.completeFrom());
            return csv
                    ? new AdminResponse(
                            200, "text/csv; charset=utf-8", table.csv().getBytes(StandardCharsets.UTF_8))
                    : AdminResponse.json(200, table.json());
        } catch (UsageQuestion.NotUnderstood e) {
            return problem(400, String.valueOf(e.getMessage()));
        } catch (UsageStoreException e) {
            return problem(503, "the store of usage does not answer");
        }
    }

    /** {@code format} decides, else whether CSV is accepted and JSON is not named. */
    private static boolean isCsv(Map<String, String> parameters, @Nullable String accept)
            throws UsageQuestion.NotUnderstood {
        String format = parameters.get("format");
        if (format != null && !format.equals("csv") && !format.equals("json")) {
            throw new UsageQuestion.NotUnderstood("format is not what it can be (expected json or csv)");
        }
        String accepted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        return format == null ? accepted.contains("text/csv") && !accepted.contains("json") : format.equals("csv");
    }

    private static AdminResponse problem(int status, String detail) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", TITLES.get(status));
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return new AdminResponse(
                status, "application/problem+json", text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
