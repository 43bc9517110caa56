package io.gatehouse.http;

import io.gatehouse.domain.TestPki;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The same over TLS. */
class TlsRequestSmugglingTest extends RequestSmugglingTest {

    @TempDir
    private static Path folder;

    @Override
    TestGateway.Setup prepared(TestGateway.Setup setup) throws Exception {
        TestPki authority = TestPki.authority("test authority");
        return setup.tls(
                new TlsFiles(folder)
                        .pair("own", authority.issue("EC", "localhost"))
                        .tls(),
                TestPki.trusting(authority));
    }
}
