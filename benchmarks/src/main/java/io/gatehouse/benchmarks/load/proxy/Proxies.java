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

    private Proxies() {}

    /** All that this machine has the programs for. */
    public static Set<Target.Kind> available() {
        var kinds = EnumSet.allOf(Target.Kind.class);
        if (Programs.find("nginx") == null) {
            kinds.remove(Target.Kind.NGINX);
        }
        return kinds;
    }

    /** Starts one of each kind, and returns when all of them answer through to the backend. */
    public static List<Target> start(Collection<Target.Kind> kinds, ProxyEnvironment environment)
            throws IOException, InterruptedException {
        var targets = new ArrayList<Target>();
        for (Target.Kind kind : kinds) {
            targets.add(start(kind, environment));
        }
        for (Target target : targets) {
            ProcessReadiness.await(
                    target.url(), Payload.bytes(environment.workload().path()), target.child());
        }
        return targets;
    }

    private static Target start(Target.Kind kind, ProxyEnvironment environment) throws IOException {
        return switch (kind) {
            case GATEHOUSE -> GatehouseProxy.start(environment);
            case BARE -> BareProxy.start(environment);
            case NGINX -> NginxProxy.start(environment);
        };
    }
}
