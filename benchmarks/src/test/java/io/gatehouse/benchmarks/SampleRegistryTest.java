package io.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.pipeline.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleRegistryTest {

    @ParameterizedTest
    @EnumSource
    void everySampleReachesAHostTheWayItSays(SampleRegistry registry) {
        var pipeline = new WholePipeline(registry.services());

        assertThat(registry.pathsByName())
                .allSatisfy(path -> assertThat(label(pipeline, path)).startsWith("service-"));
        assertThat(registry.pathsByRoute())
                .allSatisfy(path -> assertThat(label(pipeline, path)).startsWith("/api/area-"));
    }

    private static String label(WholePipeline pipeline, String path) {
        Outcome outcome = pipeline.forward(new SampleRequest(path));
        assertThat(outcome).isInstanceOf(Outcome.Forward.class);
        assertThat(outcome.state().hostPermit().host().inFlight()).isZero();
        return outcome.state().route().label();
    }
}
