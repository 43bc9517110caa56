package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.http.tls.ListenerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Chromium makes of us over TLS, where there is one: a page, and a WebSocket connection beside it on the same connection. */
class BrowserTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final SSLContext TRUSTING = TestPki.trusting(AUTHORITY);
    private static final String PAGE = """
            <!doctype html><title>page</title><script>
            const socket = new WebSocket("wss://" + location.host + "/svc/ws");
            const tell = what => fetch("/svc/told?" + encodeURIComponent(what), { method: "POST" });
            socket.onopen = () => socket.send("hello");
            socket.onmessage = message => tell(message.data);
            socket.onerror = () => tell("an error");
            </script>""";

    @TempDir
    private Path folder;

    private static @Nullable Path chromium() {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
                .flatMap(where -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(where, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private Backend host(Arrivals<String> told) throws IOException {
        return new Backend(line -> {
            while (line.readRequest()) {
                String asked = line.head.get(0);
                if (asked.startsWith("GET /ws")) {
                    line.write(Http2WebSocketTest.switched(line, ""));
                    echo(line);
                    return;
                }
                if (asked.startsWith("POST /told?")) {
                    told.add(asked.split("[? ]", 4)[2]);
                }
                line.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + PAGE.length() + "\r\n\r\n"
                        + PAGE);
            }
        });
    }

    /** Says the first message again: a short one, masked as those of clients are. */
    private static void echo(Backend.Line line) throws IOException {
        byte[] header = line.in.readNBytes(2);
        byte[] mask = line.in.readNBytes(4);
        byte[] content = line.in.readNBytes(header[1] & 0x7f);
        for (int i = 0; i < content.length; i++) {
            content[i] ^= mask[i % mask.length];
        }
        line.write("\u0081" + (char) content.length + new String(content, StandardCharsets.ISO_8859_1));
        line.awaitEnd();
    }

    @Test
    @Tag("proof")
    void showsAPageAndOpensAWebSocketByHttp2() throws Exception {
        Path browser = chromium();
        assumeTrue(browser != null, "there is no Chromium");
        TestPki own = AUTHORITY.issue("EC", "localhost");
        ListenerTls tls = new TlsFiles(folder).pair("own", own).http2().tls();
        String pin = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256")
                        .digest(own.certificate().getPublicKey().getEncoded()));
        var told = new Arrivals<String>();
        try (Backend backend = host(told);
                TestGateway gateway =
                        TestGateway.to(backend).tls(tls, TRUSTING).http2().start()) {
            var builder = new ProcessBuilder(List.of(
                            String.valueOf(browser),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--no-first-run",
                            "--no-proxy-server",
                            "--user-data-dir=" + folder.resolve("profile"),
                            "--ignore-certificate-errors-spki-list=" + pin,
                            "--remote-debugging-port=0",
                            "https://localhost:" + gateway.address.getPort() + "/svc/page"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("chromium.log").toFile());
            builder.environment().put("TMPDIR", folder.toString());
            Process process = builder.start();
            try {
                told.await(1);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            assertThat(told)
                    .as("%s", Files.readString(folder.resolve("chromium.log")))
                    .first()
                    .isEqualTo("hello");
            backend.awaitOpen(0);
            assertThat(gateway.records)
                    .filteredOn(record -> record.status() == 101)
                    .singleElement()
                    .satisfies(record -> assertThat(record.request().protocol()).isEqualTo("HTTP/2.0"));
        }
    }
}
