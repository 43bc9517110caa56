package io.gatehouse.app.usage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.gatehouse.app.comparison.ComparisonReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What nobody uses, as it is shown.
 *
 * @param days for how many days of watching
 * @param watchedSince when watching began; absent if nobody ever has
 * @param watchedDays for how many whole days somebody has watched since then
 * @param unused what was not used in the last of those days
 * @param patch what takes it out of the registry, as of RFC 6902
 * @param problems why the registry could not do without it; mostly none
 * @param changes what the patch changes for callers; absent if there is nothing to take out, or there are problems
 */
@JsonPropertyOrder({"days", "watched_since", "watched_days", "unused", "patch", "problems", "changes"})
public record UnusedReport(
        int days,
        @Nullable String watchedSince,
        long watchedDays,
        List<Line> unused,
        List<Removal> patch,
        List<String> problems,
        @Nullable ComparisonReport changes) {

    public UnusedReport {
        unused = List.copyOf(unused);
        patch = List.copyOf(patch);
        problems = List.copyOf(problems);
    }

    /**
     * One thing that nobody uses.
     *
     * @param kind {@code key}, {@code grant} or {@code route}
     * @param name which one
     * @param place where it is written
     * @param lastUsed the hour of its last use; absent if it has never been used
     * @param presentSince since when it has been in the registry, as far as anybody has watched
     */
    @JsonPropertyOrder({"kind", "name", "place", "last_used", "present_since"})
    public record Line(
            String kind,
            String name,
            String place,
            @Nullable String lastUsed,
            @Nullable String presentSince) {}

    /** One step of the patch. */
    @JsonPropertyOrder({"op", "path"})
    public record Removal(String op, String path) {}
}
