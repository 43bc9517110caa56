package io.gatehouse.domain.gateway;

import io.gatehouse.domain.pipeline.RequestStage;
import java.util.List;

/**
 * Stages besides the gateway's own, at the three places where they can be.
 *
 * @param beforeKey once the service is found, before the key is looked up
 * @param afterCaller once key and token have said who calls
 * @param beforeForwarding the last before a host is chosen
 */
public record PluggedStages(
        List<RequestStage> beforeKey, List<RequestStage> afterCaller, List<RequestStage> beforeForwarding) {

    /** None. */
    public static final PluggedStages NONE = new PluggedStages(List.of(), List.of(), List.of());

    public PluggedStages {
        beforeKey = List.copyOf(beforeKey);
        afterCaller = List.copyOf(afterCaller);
        beforeForwarding = List.copyOf(beforeForwarding);
    }
}
