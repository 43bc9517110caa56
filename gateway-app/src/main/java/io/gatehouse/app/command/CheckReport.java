package io.gatehouse.app.command;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.configuration.Problem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code check --json} prints.
 *
 * @param file the configuration
 * @param ok whether the command ends with 0
 * @param total how many problems there are
 * @param problems the first thousand of them, by place
 * @param refusals what keeps {@code run} from starting although it is written as it should be
 * @param warnings what an operator should know of, although the gateway starts
 * @param registry what was read; left out if there are problems
 */
@JsonPropertyOrder({"file", "ok", "total", "problems", "refusals", "warnings", "registry"})
record CheckReport(
        String file,
        boolean ok,
        int total,
        List<Mistake> problems,
        List<String> refusals,
        List<String> warnings,
        @Nullable Counts registry) {

    CheckReport {
        problems = List.copyOf(problems);
        refusals = List.copyOf(refusals);
        warnings = List.copyOf(warnings);
    }

    /** One problem; without line and column where its source has none, {@code text} as people see it. */
    record Mistake(
            String source,
            @Nullable Integer line,
            @Nullable Integer column,
            String path,
            String given,
            String expected,
            String text) {

        private static Mistake of(Problem problem) {
            int line = problem.origin().line();
            return new Mistake(
                    problem.origin().source(),
                    line == 0 ? null : line,
                    line == 0 ? null : problem.origin().column(),
                    problem.path(),
                    problem.given(),
                    problem.expected(),
                    problem.toString());
        }
    }

    /** How much there is in a registry, and where it was read from. */
    record Counts(String source, int services, long versions, long routes, int products, int tenants) {

        static @Nullable Counts of(@Nullable LoadedRegistry registry) {
            if (registry == null) {
                return null;
            }
            RegistryDocuments documents = registry.documents();
            return new Counts(
                    registry.source(),
                    documents.services().size(),
                    documents.services().values().stream()
                            .mapToLong(service -> service.versions().size())
                            .sum(),
                    documents.services().values().stream()
                            .mapToLong(service -> service.routes().size())
                            .sum(),
                    documents.products().size(),
                    documents.tenants().size());
        }
    }

    static CheckReport of(Path file, LoadedConfiguration reading, boolean ok) {
        LoadedRegistry registry = reading.registry();
        return new CheckReport(
                file.toString(),
                ok,
                reading.problems().total(),
                reading.problems().list().stream().map(Mistake::of).toList(),
                reading.refusals(),
                reading.warnings(),
                reading.problems().isEmpty() ? Counts.of(registry) : null);
    }
}
