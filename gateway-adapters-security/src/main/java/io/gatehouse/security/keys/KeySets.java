package io.gatehouse.security.keys;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.security.fetch.BoundedClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * All key sets in use, one for each place, so that tenants of one provider share its keys and a reload keeps them. At
 * most 20,000; one that nobody has used for 12 hours is dropped.
 */
public final class KeySets {

    private static final int MOST = 20_000;

    private final LoadingCache<KeyMaterial.KeySet, KeySet> sets;

    /** No sets yet; each is fetched by its first use, on these threads. */
    public KeySets(
            BoundedClient client,
            KeySetTimings remote,
            KeySetTimings file,
            GatewayClock clock,
            Timer timer,
            Executor background) {
        this.sets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(remote.keptWithoutAnswer())
                .ticker(clock::nanoTime)
                .executor(Runnable::run)
                .build(place -> {
                    String location = place.location();
                    KeySetTimings timings = place.isFile() ? file : remote;
                    KeySetSource source = place.isFile()
                            ? KeySetSource.in(Path.of(location))
                            : KeySetSource.at(URI.create(location), client, remote.deadline());
                    String name = place.isFile() ? location : withoutQuery(URI.create(location));
                    var fetch = new KeySetFetch(name, source, timings, clock, timer, background);
                    return new KeySet(fetch, timings, clock);
                });
    }

    private static String withoutQuery(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    /** The keys at this place. */
    public KeySet at(KeyMaterial.KeySet place) {
        return sets.get(place);
    }
}
