package io.gatehouse.domain.request;

import java.util.List;

/**
 * What a request presents to say who sends it: every key and every token, wherever it stands.
 *
 * <p>Usually at most one of each. More than one distinct value is suspicious: which of them counts would depend on who
 * reads the request. The texts are secret; they are never logged, and printing this shows only how many there are.
 *
 * @param keys the distinct keys
 * @param tokens the distinct tokens
 */
public record Credentials(List<String> keys, List<String> tokens) {

    /** Nothing is presented. */
    public static final Credentials NONE = new Credentials(List.of(), List.of());

    public Credentials {
        keys = List.copyOf(keys);
        tokens = List.copyOf(tokens);
    }

    @Override
    public String toString() {
        return "keys: " + keys.size() + ", tokens: " + tokens.size();
    }
}
