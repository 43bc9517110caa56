package io.gatehouse.security.token;

import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.fixture.SigningKey;

class SharedSecretContractTest extends SignedTokenContract {

    @Override
    SigningKey key(String issuer) {
        return issuer.equals("silent")
                ? SigningKey.of("ES256", "k1")
                : SigningKey.of("HS256", issuer).named("");
    }

    @Override
    protected TokenIssuer issuer(String id) {
        return Issuers.signed(id, key(id));
    }

    @Override
    protected TokenIssuer silentIssuer() {
        beSilent();
        return Issuers.signed(
                "silent", new KeyMaterial.KeySet(provider().at("/jwks.json").toString(), false), "ES256");
    }
}
