package io.gatehouse.observability.usage;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.usage.UsageStore.Query;
import io.gatehouse.domain.usage.UsageStore.Sum;
import io.gatehouse.domain.usage.UsageStoreException;
import io.gatehouse.observability.ApiJson;
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
            List<Sum> sums = ledger.sum(query, WITHIN);
            if (sums.size() > query.most()) {
                return ApiJson.problem(
                        422,
                        "Unprocessable Entity",
                        "more than " + query.most() + " rows: ask for less, by from, to and names");
            }
            var table = new UsageTable(query, sums, ledger.completeFrom());
            return csv
                    ? new AdminResponse(
                            200, "text/csv; charset=utf-8", table.csv().getBytes(StandardCharsets.UTF_8))
                    : AdminResponse.json(200, table.json());
        } catch (UsageQuestion.NotUnderstood e) {
            return ApiJson.badRequest(String.valueOf(e.getMessage()));
        } catch (UsageStoreException e) {
            return ApiJson.problem(503, "Service Unavailable", "the store of usage does not answer");
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
}
