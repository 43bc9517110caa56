package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.proxy.Tenancy;
import io.gatehouse.benchmarks.load.round.Spot.Meanwhile;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Reloads a proxy's configuration twice a second, one key of the gateway's registry changed each time. */
final class Reloads implements Meanwhile {

    private static final Duration BETWEEN = Duration.ofMillis(500);

    /** One that takes long is a figure, and no error. */
    private static final Duration SLOWEST = Duration.ofMinutes(5);

    private final Target target;
    private final Children children;
    private int revision;

    Reloads(Target target, Children children) {
        this.target = target;
        this.children = children;
    }

    @Override
    public OptionalDouble during(long nanos) throws IOException, InterruptedException {
        long end = System.nanoTime() + nanos;
        var millis = new ArrayList<Double>();
        while (System.nanoTime() < end - BETWEEN.toNanos()) {
            Thread.sleep(BETWEEN.toMillis());
            long begin = System.nanoTime();
            reload();
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        millis.sort(null);
        return target.adminPort() == 0 || millis.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(millis.get(millis.size() / 2));
    }

    private void reload() throws IOException, InterruptedException {
        if (target.adminPort() == 0) {
            // nginx starts new workers, and ends the old ones when they have nothing left to do.
            String master = Long.toString(target.child().process().pid());
            children.run("kill", List.of("kill", "-HUP", master), SLOWEST);
            return;
        }
        Tenancy.changeKey(target.folder().resolve("registry"), ++revision);
        var url =
                URI.create("http://127.0.0.1:" + target.adminPort() + "/reload").toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setRequestMethod("POST");
        connection.setReadTimeout((int) SLOWEST.toMillis());
        int status = connection.getResponseCode();
        if (status != 200) {
            throw new IOException("reload of " + target.child().name() + ": " + status);
        }
        try (var body = connection.getInputStream()) {
            String said = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            if (!said.contains("\"loaded\"")) {
                throw new IOException("reload of " + target.child().name() + ": " + said);
            }
        }
    }
}
