package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.backend.Backend.Payload;
import io.gatehouse.benchmarks.load.process.ProcessReadiness;
import io.gatehouse.benchmarks.load.process.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Starts what is to be compared. */
public final class Proxies {

    private static final int SMALL = Payload.sizes().get(0);

    private Proxies() {}

    /** All that this machine has the programs for. */
    public static Set<Target.Kind> available() {
        var kinds = EnumSet.of(Target.Kind.GATEHOUSE, Target.Kind.BARE);
        for (Target.Kind kind : EnumSet.complementOf(kinds)) {
            if (Programs.find(kind.program()) != null) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** Starts one of each kind, the gateway with its usual registry, and returns when all of them answer through to the backend. */
    public static List<Target> start(Collection<Target.Kind> kinds, ProxyEnvironment environment)
            throws IOException, InterruptedException {
        var targets = new ArrayList<Target>();
        for (Target.Kind kind : kinds) {
            targets.add(
                    switch (kind) {
                        case GATEHOUSE -> GatehouseProxy.start(environment, Tenancy.USUAL, "gatehouse");
                        case BARE -> BareProxy.start(environment);
                        case NGINX -> NginxProxy.start(environment);
                        case HAPROXY -> HaproxyProxy.start(environment);
                        case CADDY -> CaddyProxy.start(environment);
                    });
        }
        for (Target target : targets) {
            await(target);
        }
        return targets;
    }

    /** Starts a gateway with such a registry, and returns when it answers through to the backend. */
    public static Target gatehouse(Tenancy tenancy, ProxyEnvironment environment, String name)
            throws IOException, InterruptedException {
        Target target = GatehouseProxy.start(environment, tenancy, "gatehouse-" + name);
        await(target);
        return target;
    }

    private static void await(Target target) throws IOException, InterruptedException {
        ProcessReadiness.await(
                target.port(), target.asks(Payload.path(SMALL), 1).get(0), target.child());
    }
}
