package io.gatehouse.discovery.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.discovery.api.ApiFailure;
import io.gatehouse.domain.service.Host;
import java.util.List;

/** The objects that hosts of one question follow from, as they are listed and watched. Not safe for concurrent use. */
interface WatchedObjects {

    /** Takes an object over as it is now. */
    void put(JsonNode object) throws ApiFailure;

    /** Drops an object. */
    void remove(JsonNode object) throws ApiFailure;

    /** The hosts that follow. */
    List<Host> hosts() throws ApiFailure;

    /** The name of an object. */
    static String name(JsonNode object) throws ApiFailure {
        String name = object.path("metadata").path("name").asText("");
        if (name.isEmpty()) {
            throw new ApiFailure("the response holds an object without a name");
        }
        return name;
    }
}
