package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gatehouse.app.startup.Gatehouse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How much a proxied request with a key, a remembered token, an access rule and a limit allocates on the I/O threads. */
class AllocationTest {

    /**
     * The most bytes, with everything on that is on by default: a few percent above the 2,270 to 2,295 that are left when all of it is compiled, so that
     * one more object for each request shows. With many requests a second it is 1,960, as more of them share what is counted.
     */
    private static final long MOST = 2_450;

    private static final int REQUESTS = 1_000;
    private static final int MOST_ROUNDS = 40;
    private static final String LEAST = "least=";

    private static final String REGISTRY = """
            throttling:
              strategies: { large: { algorithm: token-bucket, capacity: 1000000, refill: 1000000/s, per: tenant } }
              private: large
            services:
              orders: { versions: { "1": { hosts: ["%1$s"], requires: [key, token] } } }
            products:
              shop: { packages: { basic: { acl: { orders: { "1": { get: { "/items/:id": { access: true } } } } } } } }
            tenants:
              acme:
                name: Acme
                token: { type: jwt, algorithms: [HS256], secret: "%2$s" }
                applications: { storefront: { package: shop/basic, keys: { web: { value: web-key-text } } } }
            """;

    @Test
    void allocatesLittleOnceItIsCompiled() throws Exception {
        assertThat(leastInAProcessOfItsOwn()).as("bytes for each request").isLessThanOrEqualTo(MOST);
    }

    /** There it has the compilers that the program has; those of tests are chosen for short lives. */
    private static long leastInAProcessOfItsOwn() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fork.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1))) {
            long least = out.lines()
                    .filter(line -> line.startsWith(LEAST))
                    .mapToLong(line -> Long.parseLong(line.substring(LEAST.length())))
                    .findFirst()
                    .orElseThrow();
            assertThat(process.waitFor()).isZero();
            return least;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Prints how much the I/O threads of a gateway allocate for a request. */
    static final class Fork {

        private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        private Fork() {}

        public static void main(String[] args) throws Exception {
            long least = Long.MAX_VALUE;
            try (Backend backend = Backend.start("one");
                    Gatehouse gateway = Gatehouse.start(
                            Configurations.with("", REGISTRY.formatted(backend.url(), SignedToken.SECRET)));
                    Socket client = new Socket(
                            InetAddress.getLoopbackAddress(), gateway.address().getPort())) {
                Set<Long> threads = ioThreads();
                for (int round = 0; round < MOST_ROUNDS && least > MOST; round++) {
                    long before = allocated(threads);
                    ask(client);
                    least = Math.min(least, (allocated(threads) - before) / REQUESTS);
                }
            }
            System.out.println(LEAST + least);
        }

        private static Set<Long> ioThreads() {
            Set<Long> found = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("gatehouse I/O"))
                    .map(Thread::getId)
                    .collect(Collectors.toSet());
            assertThat(found).isNotEmpty();
            return found;
        }

        private static long allocated(Set<Long> threads) {
            return threads.stream().mapToLong(THREADS::getThreadAllocatedBytes).sum();
        }
    }

    private static void ask(Socket client) throws IOException {
        byte[] request =
                ("GET /orders/v1/items/4711 HTTP/1.1\r\nHost: localhost\r\nkey: web-key-text\r\nAuthorization: Bearer "
                                + SignedToken.of("ann", "staff") + "\r\nAccept: */*\r\nUser-Agent: test\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        for (int n = 0; n < REQUESTS; n++) {
            client.getOutputStream().write(request);
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            int length = 0;
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                if (line.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
                    length = Integer.parseInt(line.substring(16));
                }
            }
            assertThat(in.skip(length)).isEqualTo(length);
        }
    }
}
