package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.gateway.RequestStages;
import io.gatehouse.domain.gateway.StageInputs;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.ForwardedHeader;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.Upstreams;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages name the stages that there are, in the order in which they are asked. */
class StagesAreDocumentedTest {

    private final List<String> stages = RequestStages.inOrder(new StageInputs(
                    new ClientAddresses(List.of(), ForwardedHeader.X_FORWARDED_FOR),
                    CredentialNames.DEFAULT,
                    "dev",
                    new SystemClock(),
                    GeoDatabase.NONE,
                    DeviceParser.NONE,
                    TokenVerifier.NONE,
                    new Upstreams()))
            .stream()
            .map(stage -> stage.getClass().getSimpleName())
            .toList();

    @Test
    void byTheReadme() {
        assertThat(Pages.all("^\\d+\\. `(\\w+)` ", Pages.text("README.md"))).isEqualTo(stages);
    }

    @Test
    void byThePageOnThePipeline() {
        assertThat(Pages.all("^## \\d+\\. (\\w+)$", Pages.text("docs/request-pipeline.md")))
                .isEqualTo(stages);
    }
}
