package io.gatehouse.mongodb;

import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.registry.SourceDetails;
import java.time.Duration;
import java.util.Optional;

/**
 * A registry in MongoDB which says, where its servers are the reason why it cannot be read, which of them cannot be reached and why.
 *
 * @param source reads it
 * @param connections knows the servers
 * @param uri which of them they are
 * @param every how often it is asked for its mark
 */
public record MongoSource(RegistrySource source, MongoConnections connections, Secret uri, Duration every)
        implements RegistrySource {

    @Override
    public RegistryTree read() throws RegistryUnavailable {
        try {
            return source.read();
        } catch (RegistryUnavailable e) {
            throw explained(e);
        }
    }

    @Override
    public String mark() throws RegistryUnavailable {
        try {
            return source.mark();
        } catch (RegistryUnavailable e) {
            throw explained(e);
        }
    }

    @Override
    public SourceDetails details(byte[] kept) throws RegistryUnavailable {
        return source.details(kept);
    }

    @Override
    public Optional<Duration> pollInterval() {
        return Optional.of(every);
    }

    @Override
    public Hints hint(Runnable changed) {
        return source.hint(changed);
    }

    private RegistryUnavailable explained(RegistryUnavailable failure) {
        return connections
                .outage(uri)
                .map(outage -> RegistryUnavailable.forNow(outage, failure))
                .orElse(failure);
    }
}
