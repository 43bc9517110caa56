package io.gatehouse.app.reload;

import io.gatehouse.configuration.Notice;
import io.gatehouse.domain.registry.RegistryState;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.registry.ReloadResult;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code /registry}.
 *
 * @param revision of the snapshot being served
 * @param hash of its content
 * @param source where it was read from
 * @param loaded when, as an ISO-8601 time
 * @param notices warnings about it and its source, numbered; left out if there are none
 * @param attempts how many attempts to load ended how
 * @param failure why the source is not served as it now stands; left out if it is
 */
record RegistryReport(
        long revision,
        String hash,
        String source,
        String loaded,
        @Nullable List<String> notices,
        Map<String, Long> attempts,
        @Nullable Failure failure) {

    /**
     * What is wrong.
     *
     * @param result refused or unavailable
     * @param seen when this was last seen, as an ISO-8601 time
     * @param total how many problems there are
     * @param problems the first thousand of them, numbered
     */
    record Failure(String result, String seen, int total, List<String> problems) {}

    static RegistryReport of(RegistryState state) {
        var attempts = new TreeMap<String, Long>();
        for (ReloadResult result : ReloadResult.values()) {
            attempts.put(word(result), state.attempts(result));
        }
        return new RegistryReport(
                state.revision(),
                state.hash(),
                state.source(),
                Instant.ofEpochMilli(state.loadedMillis()).toString(),
                state.notices().isEmpty()
                        ? null
                        : numbered(
                                state.notices().stream().map(Notice::toString).toList()),
                attempts,
                failure(state.failure()));
    }

    private static @Nullable Failure failure(@Nullable ReloadFailure failure) {
        if (failure == null) {
            return null;
        }
        return new Failure(
                word(failure.result()),
                Instant.ofEpochMilli(failure.atMillis()).toString(),
                failure.total(),
                numbered(failure.problems()));
    }

    private static List<String> numbered(List<String> lines) {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> (i + 1) + ". " + lines.get(i))
                .toList();
    }

    static String word(ReloadResult result) {
        return result.name().toLowerCase(Locale.ROOT);
    }
}
