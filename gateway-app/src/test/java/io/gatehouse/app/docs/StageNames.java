package io.gatehouse.app.docs;

import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.gateway.RequestStages;
import io.gatehouse.domain.gateway.StageInputs;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.quota.TestMetering;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.ForwardedHeader;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.Upstreams;
import java.util.List;

/** The classes of the stages that there are. */
final class StageNames {

    private StageNames() {}

    static List<Class<?>> classes() {
        var inputs = new StageInputs(
                new ClientAddresses(List.of(), ForwardedHeader.X_FORWARDED_FOR),
                GeoDatabase.NONE,
                DeviceParser.NONE,
                CredentialNames.DEFAULT,
                "dev",
                TokenVerifier.NONE,
                TestMetering.counting(new SystemClock()),
                new Upstreams(),
                new SystemClock());
        return RequestStages.inOrder(inputs).stream()
                .<Class<?>>map(Object::getClass)
                .toList();
    }
}
