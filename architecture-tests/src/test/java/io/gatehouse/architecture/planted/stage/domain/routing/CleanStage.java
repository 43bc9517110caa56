package io.gatehouse.architecture.planted.stage.domain.routing;

import io.gatehouse.architecture.planted.stage.domain.pipeline.RequestStage;

/** One method, final. */
final class CleanStage implements RequestStage {
    @Override
    public String decide(String state) {
        return state;
    }

    @Override
    public String toString() {
        return "clean";
    }

    String detail() {
        return "package-private methods do not count";
    }
}
