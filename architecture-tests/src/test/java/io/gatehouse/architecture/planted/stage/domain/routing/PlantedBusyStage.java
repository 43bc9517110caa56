package io.gatehouse.architecture.planted.stage.domain.routing;

import io.gatehouse.architecture.planted.stage.domain.pipeline.RequestStage;

/** Offers a second method. */
final class PlantedBusyStage implements RequestStage {
    @Override
    public String decide(String state) {
        return state;
    }

    public String more(String state) {
        return state;
    }
}
