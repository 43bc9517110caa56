package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.domain.TestPki;
import io.gatehouse.http.tls.ListenerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What curl makes of us, where there is one that speaks HTTP/2. */
@Execution(ExecutionMode.CONCURRENT)
class CurlTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final SSLContext TRUSTING = TestPki.trusting(AUTHORITY);
    private static final String ASKED = "\n%{http_version} %{http_code} %{ssl_verify_result}";

    @TempDir
    private Path folder;

    @BeforeAll
    static void isThere() throws Exception {
        String version;
        try {
            version = run("curl", "--version");
        } catch (IOException none) {
            version = "";
        }
        assumeTrue(version.contains("HTTP2") && version.contains("https"), "there is no curl with HTTP/2");
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private String curl(TestGateway gateway, String scheme, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*", "--max-time", "60"));
        command.addAll(List.of(options));
        command.addAll(List.of("-w", ASKED, scheme + "://localhost:" + gateway.address.getPort() + "/svc/x?a=1"));
        return run(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, -s, 1.1, HTTP/1.1", "--http2, -s, 2, HTTP/2.0", "--tls-max, 1.2, 2, HTTP/2.0"})
    void callsOverTls(String option, String value, String version, String protocol) throws Exception {
        var files = new TlsFiles(folder);
        ListenerTls tls =
                files.pair("own", AUTHORITY.issue("EC", "localhost")).http2().tls();
        String authority = files.write("authority.pem", AUTHORITY.chainPem()).toString();
        try (Backend backend = Backend.echo();
                TestGateway gateway =
                        TestGateway.to(backend).tls(tls, TRUSTING).http2().start()) {
            String body = "x".repeat(100_000);
            String said = curl(gateway, "https", "--cacert", authority, "--data-raw", body, option, value);
            assertThat(said)
                    .startsWith("POST /x?a=1 HTTP/1.1")
                    .contains("X-Forwarded-Proto: https", body)
                    .endsWith("\n" + version + " 200 0");
            assertThat(gateway.record().request().protocol()).isEqualTo(protocol);
        }
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, 1.1", "--http2-prior-knowledge, 2"})
    void callsInClearText(String option, String version) throws Exception {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).http2().start()) {
            assertThat(curl(gateway, "http", option))
                    .startsWith("GET /x?a=1 HTTP/1.1")
                    .endsWith("\n" + version + " 200 0");
        }
    }
}
