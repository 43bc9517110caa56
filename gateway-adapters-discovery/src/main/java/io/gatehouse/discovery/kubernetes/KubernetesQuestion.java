package io.gatehouse.discovery.kubernetes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cluster is asked for. */
interface KubernetesQuestion {

    /** The namespace that is asked; null for that of the configuration. */
    @Nullable
    String namespace();

    /** Group and version of the API. */
    String group();

    /** The kind of objects, in the plural. */
    String resource();

    /** Which objects, as a part of the query: the first of these of which there are any. */
    List<String> selections();

    /** None of them, to begin with. */
    WatchedObjects objects(@Nullable String zone);

    /** What is asked for, in messages. */
    String subject();
}
