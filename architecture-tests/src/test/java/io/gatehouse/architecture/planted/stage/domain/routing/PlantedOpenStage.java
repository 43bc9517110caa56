package io.gatehouse.architecture.planted.stage.domain.routing;

import io.gatehouse.architecture.planted.stage.domain.pipeline.RequestStage;

/** Could be extended. */
class PlantedOpenStage implements RequestStage {
    @Override
    public String decide(String state) {
        return state;
    }
}
