package io.gatehouse.discovery.swarm;

import io.gatehouse.discovery.fixture.FakeEngine;
import java.io.IOException;

class SwarmOverTcpTest extends SwarmDiscoveryContract {

    @Override
    FakeEngine begin() throws IOException {
        return FakeEngine.overTcp();
    }
}
