package io.gatehouse.security.keys;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
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

    private final BoundedClient client;
    private final KeySetTimings remote;
    private final KeySetTimings file;
    private final GatewayClock clock;
    private final Timer timer;
    private final Executor background;
    private final LoadingCache<KeyMaterial.KeySet, KeySet> sets;

    /** No sets yet; each is fetched by its first use, on these threads. */
    public KeySets(
            BoundedClient client,
            KeySetTimings remote,
            KeySetTimings file,
            GatewayClock clock,
            Timer timer,
            Executor background) {
        this.client = client;
        this.remote = remote;
        this.file = file;
        this.clock = clock;
        this.timer = timer;
        this.background = background;
        Ticker ticker = clock::nanoTime;
        this.sets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(remote.keptWithoutAnswer())
                .ticker(ticker)
                .executor(Runnable::run)
                .build(this::open);
    }

    /** The keys at this place. */
    public KeySet at(KeyMaterial.KeySet place) {
        return sets.get(place);
    }

    private KeySet open(KeyMaterial.KeySet place) {
        if (place.isFile()) {
            KeySetSource source = KeySetSource.in(Path.of(place.location()));
            return new KeySet(place.location(), source, file, clock, timer, background);
        }
        URI location = URI.create(place.location());
        String name = location.getScheme() + "://" + location.getRawAuthority() + location.getRawPath();
        return new KeySet(name, KeySetSource.at(location, client, remote.deadline()), remote, clock, timer, background);
    }
}
