package io.gatehouse.app.comparison;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.registry.Capabilities;
import io.gatehouse.app.registry.LoadedRegistry;
import io.gatehouse.app.registry.RegistryReading;
import io.gatehouse.configuration.Problem;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.admin.AdminEndpoint;
import io.gatehouse.http.admin.AdminJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST /registry/diff}: reports what would change for callers if the posted registry were served instead of the one that is.
 *
 * <p>Changes nothing, but shows configuration, never a secret. Answers 200 whatever would change, 422 if the posted registry holds
 * mistakes, 409 if what is being served is no longer what its source holds.
 */
public final class ComparisonEndpoint implements AdminEndpoint {

    /** The largest registry that is taken, in bytes; files may be as large. */
    public static final int LARGEST_BODY = 64 << 20;

    private final Supplier<Optional<LoadedRegistry>> served;
    private final GatewayConfiguration configuration;
    private final Capabilities capabilities;
    private final GatewayClock clock;

    /** Compares with what is served, if that can be read; the supplier blocks for as long as the source does. */
    public ComparisonEndpoint(
            Supplier<Optional<LoadedRegistry>> served,
            GatewayConfiguration configuration,
            Capabilities capabilities,
            GatewayClock clock) {
        this.served = served;
        this.capabilities = capabilities;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** What is wrong with a registry: the first thousand problems of so many. */
    record Refused(int total, List<String> problems) {}

    @Override
    public AdminResponse handle(AdminRequest request) {
        try {
            return compare(request.body());
        } catch (StackOverflowError | OutOfMemoryError tooMuch) {
            return AdminJson.problem(413, "the registry is too large for this gateway");
        }
    }

    private AdminResponse compare(byte[] body) {
        RegistryTree tree = PostedRegistry.read(body);
        RegistryReading.Result read = RegistryReading.check(tree, capabilities);
        if (!(read instanceof RegistryReading.Good posted)) {
            return refused(read);
        }
        Optional<LoadedRegistry> live = served.get();
        if (live.isEmpty()) {
            return AdminJson.problem(
                    409, "what is served is not what the registry's source holds; see GET /registry and POST /reload");
        }
        ComparisonReport report =
                ComparisonReport.compare(live.get(), configuration, posted.registry(), configuration, clock);
        byte[] text = JsonText.of(report).getBytes(StandardCharsets.UTF_8);
        return new AdminResponse(200, "application/json", text);
    }

    private static AdminResponse refused(RegistryReading.Result read) {
        if (read instanceof RegistryReading.Broken broken) {
            List<String> problems =
                    broken.problems().list().stream().map(Problem::toString).toList();
            return AdminJson.response(422, new Refused(broken.problems().total(), problems));
        }
        throw new IllegalStateException("a registry in memory cannot be unavailable");
    }
}
