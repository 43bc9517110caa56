package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.ExtensionName;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Secret;
import io.gatehouse.configuration.Shorthand;
import io.gatehouse.domain.service.Balancing;
import io.gatehouse.domain.service.HashBy;
import io.gatehouse.domain.service.StickyCookie;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a host is chosen among the healthy ones: the name of a strategy, or more. */
public record LoadBalancingDocument(
        @Described("The strategy; round-robin without it and without consistent-hash.")
        @Nullable
        @Shorthand(named = false)
        @ExtensionName(
                value = ServiceDocument.LOAD_BALANCING,
                own = {"round-robin", "random", "least-requests", "peak-ewma", "consistent-hash"})
        String strategy,

        @Described("Sends the calls of one caller to the same host, in place of another strategy.") @Nullable
        ConsistentHashDocument consistentHash,

        @Described(
                "Leads a client back by a cookie to the host that has served it; the strategy chooses where there is none.")
        @Nullable
        StickyCookieDocument stickyCookie,

        Origin origin) {

    public LoadBalancingDocument {
        if (strategy != null && consistentHash != null && !strategy.equals(Balancing.CONSISTENT_HASH)) {
            throw new MalformedValue("only one of strategy and consistent-hash");
        }
    }

    /** What it means for the service of this name. */
    public Balancing compiled(String service) {
        HashBy by = consistentHash == null ? HashBy.KEY : consistentHash.by();
        Integer factor = consistentHash == null
                ? Integer.valueOf(Balancing.USUAL_MOST_OF_AVERAGE)
                : consistentHash.balanceFactor();
        String otherwise = consistentHash == null ? "round-robin" : Balancing.CONSISTENT_HASH;
        return new Balancing(
                strategy == null ? otherwise : strategy,
                by,
                factor == null ? 0 : factor,
                stickyCookie == null ? null : stickyCookie.compiled(service),
                origin);
    }

    /** By what callers are told apart, and how uneven the load may become by it. */
    public record ConsistentHashDocument(
            @Described(
                    "What decides: key, user, tenant, address, header:NAME or cookie:NAME; the address where a call has none.")
            @Default("key")
            HashBy by,

            @Described("How many percent of the average load a host takes before others take calls of it.")
            @Default("125")
            @Range(min = 100, max = 10_000)
            @Disableable
            @Nullable
            Integer balanceFactor,

            Origin origin) {}

    /** The cookie that names a host, as a hash that tells nothing of its address. */
    public record StickyCookieDocument(
            @Described("The name of the cookie; without it gatehouse-host- and the name of the service.")
            @Nullable
            @Matching(
                    value = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}",
                    expected = "the name of a cookie: letters, digits, -, _ and .")
            String name,

            @Described("How long a client keeps it; without it until the browser is closed.") @Nullable
            Duration ttl,

            @Described("Whether browsers send it with calls from other sites: lax, strict or none.") @Default("lax")
            StickyCookie.SameSite sameSite,

            @Described(
                    "What hosts are hashed with; the same in all gateways that clients may reach. Without it each process makes"
                            + " up its own.")
            @Nullable
            Secret secret,

            Origin origin) {

        private StickyCookie compiled(String service) {
            return new StickyCookie(name == null ? "gatehouse-host-" + service : name, ttl, sameSite, secret);
        }
    }
}
