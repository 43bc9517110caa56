package io.gatehouse.discovery.swarm;

import io.gatehouse.discovery.fixture.FakeEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SwarmOverSocketTest extends SwarmDiscoveryContract {

    @TempDir
    private Path folder;

    @Override
    FakeEngine begin() throws IOException {
        return FakeEngine.overSocket(folder.resolve("engine.sock"));
    }
}
