package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.registry.SourceDetails;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.upstream.UpstreamHost;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What another gateway does that the configuration has no words for, done for calls that are judged by what was read of its registry.
 *
 * <p>Pure but for what it is asked for, and quick: it is asked on an I/O thread.
 */
public interface SourceRules extends SourceDetails {

    /** Decides, like a stage, on a call that all others have let pass. */
    Decision decide(RequestState state);

    /** Tells an upstream who calls: each header by its name and value, in visible ASCII. */
    void passHeaders(RequestState state, BiConsumer<String, String> headers);

    /** Whether callers of a version can log in, so that one who has not is asked for a token. */
    boolean admitsUsers(VersionKey version);

    /** The packages that count for calls with a key of those that its user has. */
    List<String> countingPackages(ApiKey key, List<String> ofUser);

    /**
     * Answers at a path of the admin port; null where there is nothing to answer. May take a while.
     *
     * @param now what answers may tell of the gateway
     */
    @Nullable
    AdminResponse answer(AdminRequest request, Circumstances now);

    /** Whether a client of the admin port may see credentials without the admin token. */
    boolean trusts(String client);

    /**
     * What there is to tell of the gateway at a moment.
     *
     * @param nowMillis the moment, since the epoch
     * @param loadedMillis since when this is served, since the epoch
     * @param version the version of the program
     * @param hosts the hosts of a version as they are now
     */
    record Circumstances(
            long nowMillis, long loadedMillis, String version, Function<VersionKey, List<UpstreamHost>> hosts) {}
}
