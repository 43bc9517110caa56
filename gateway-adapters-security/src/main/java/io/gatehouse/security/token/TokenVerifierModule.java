package io.gatehouse.security.token;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.mongodb.MongoUris;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.security.opaque.StoredTokens.TokenStore;
import io.gatehouse.security.token.TokenVerifierConfiguration.TokenStoreConfiguration;
import io.gatehouse.security.token.TokenVerifierConfiguration.TokenStoreConfiguration.MongoTokenStoreConfiguration;
import java.util.Optional;

/** Binds the verification of tokens: signed ones by their keys, opaque ones by introspection or in MongoDB. */
public final class TokenVerifierModule extends AdapterModule {

    /** The module named {@code gatehouse}. */
    public TokenVerifierModule() {
        super(ExtensionPoint.TOKEN_VERIFIER, "gatehouse", TokenVerifierConfiguration.class);
    }

    @Override
    protected void configure() {
        bind(TokenVerifier.class).to(GatewayTokenVerifier.class);
        bind(AdapterSupport.class).to(GatewayTokenVerifier.class);
    }

    /**
     * Refuses a connection string that is none.
     *
     * @param place the root of the configuration, where {@code token-store} is
     */
    @Override
    public void check(Record settings, ConfigPath place) {
        TokenStoreConfiguration store = ((TokenVerifierConfiguration) settings).tokenStore();
        if (store != null) {
            ConfigPath mongo = place.key("token-store", place.origin()).key("mongo", place.origin());
            MongoUris.check(store.mongo().uri(), mongo);
        }
    }

    /** Where no token store is configured, nobody connects to anything. */
    @Provides
    @Singleton
    static GatewayTokenVerifier verifier(
            TokenVerifierConfiguration configuration,
            GatewayClock clock,
            HeapBudget budget,
            MongoConnections connections) {
        int longest =
                (int) Math.min(Integer.MAX_VALUE, configuration.maxTokenSize().bytes());
        var settings = TokenVerificationSettings.of(longest, budget.tokens(), budget.refusedTokens());
        return new GatewayTokenVerifier(settings, clock, store(configuration, connections));
    }

    private static Optional<TokenStore> store(TokenVerifierConfiguration configuration, MongoConnections connections) {
        TokenStoreConfiguration store = configuration.tokenStore();
        if (store == null) {
            return Optional.empty();
        }
        MongoTokenStoreConfiguration mongo = store.mongo();
        // Its client begins to look for its servers now, not with the first token.
        connections.database(mongo.uri(), mongo.database());
        return Optional.of(new TokenStore(
                mongo.database(),
                name -> connections.database(mongo.uri(), name),
                configuration.environment(),
                configuration.environments(),
                mongo.deadline()));
    }
}
