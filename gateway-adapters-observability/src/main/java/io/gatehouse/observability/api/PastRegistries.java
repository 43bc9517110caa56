package io.gatehouse.observability.api;

import io.gatehouse.domain.traffic.ExchangeRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registries that were served lately, and what they say of exchanges that were judged by them. Safe for concurrent use. */
public interface PastRegistries {

    /**
     * A registry that was served; {@code Generation} of the API.
     *
     * @param revision counts the registries of this process; 0 if unknown
     * @param hash of its content
     * @param loaded since when it was served, an ISO-8601 time; null if unknown
     * @param source where it was read from; null if unknown
     * @param kept whether it can still be explained by
     */
    record Generation(
            long revision,
            String hash,
            @Nullable String loaded,
            @Nullable String source,
            boolean kept) {}

    /**
     * What a registry says of an exchange; {@code PastExplanation} of the API.
     *
     * @param explanation what {@code explain} says, which is made JSON; null if there is no saying
     * @param unknown what was not known for it, as sentences
     * @param agrees whether it ends as the exchange did; null if there is no saying
     */
    record Explained(
            @Nullable Object explanation,
            List<String> unknown,
            @Nullable Boolean agrees) {}

    /** The registry of this hash. */
    Generation generation(String hash);

    /** The way of an exchange through the registry that it was judged by. May block for as long as explaining does. */
    Explained explain(ExchangeRecord exchange);
}
