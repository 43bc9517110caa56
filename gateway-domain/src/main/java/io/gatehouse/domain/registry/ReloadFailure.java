package io.gatehouse.domain.registry;

import java.util.List;

/**
 * Why the registry as it now stands in its source is not served.
 *
 * @param result refused or unavailable
 * @param atMillis when this was last seen, since the epoch
 * @param problems one line each, safe to show; at most a thousand
 * @param total how many there are, listed or not
 */
public record ReloadFailure(ReloadResult result, long atMillis, List<String> problems, int total) {

    public ReloadFailure {
        problems = List.copyOf(problems);
    }
}
