package io.gatehouse.discovery.dns;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
        named = NamedDnsServer.VARIABLE,
        matches = ".+",
        disabledReason = "DNS_SERVER names no server")
class SrvOnNamedServerTest extends SrvContractTest {

    @Override
    NamedDnsServer named() {
        return new NamedDnsServer();
    }
}
