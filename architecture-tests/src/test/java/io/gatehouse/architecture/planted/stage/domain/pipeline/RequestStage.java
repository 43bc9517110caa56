package io.gatehouse.architecture.planted.stage.domain.pipeline;

/** Stands for the stage interface. */
public interface RequestStage {
    /** Decides. */
    String decide(String state);
}
