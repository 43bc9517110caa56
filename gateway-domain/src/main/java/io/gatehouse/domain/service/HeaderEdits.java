package io.gatehouse.domain.service;

import java.util.List;
import java.util.Map;

/**
 * What is changed in the headers of an upstream's answer: first the named ones are removed, then the given ones set.
 *
 * @param set values by header name, replacing what the upstream sent
 * @param remove names of headers that do not reach the client
 */
public record HeaderEdits(Map<String, String> set, List<String> remove) {

    /** Nothing is changed. */
    public static final HeaderEdits NONE = new HeaderEdits(Map.of(), List.of());

    public HeaderEdits {
        set = Map.copyOf(set);
        remove = List.copyOf(remove);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return set.isEmpty() && remove.isEmpty();
    }
}
