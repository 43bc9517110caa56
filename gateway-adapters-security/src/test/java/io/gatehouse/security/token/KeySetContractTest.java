package io.gatehouse.security.token;

import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.fixture.SigningKey;

class KeySetContractTest extends SignedTokenContract {

    @Override
    SigningKey key(String issuer) {
        return SigningKey.of("ES256", issuer);
    }

    @Override
    protected TokenIssuer issuer(String id) {
        provider().be((exchange, provider) -> {
            String asked = exchange.getRequestURI().getPath().substring(1);
            provider.answer(exchange, 200, SigningKey.set(key(asked)));
        });
        return Issuers.signed(id, new KeyMaterial.KeySet(provider().at("/" + id).toString(), false), "ES256");
    }

    @Override
    protected TokenIssuer silentIssuer() {
        TokenIssuer issuer = issuer("silent");
        beSilent();
        return issuer;
    }
}
