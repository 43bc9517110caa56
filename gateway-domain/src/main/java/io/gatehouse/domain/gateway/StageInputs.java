package io.gatehouse.domain.gateway;

import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.LoadBalancer;

/**
 * What the stages need from outside.
 *
 * @param addresses whose word is taken for the address of a client
 * @param geo where addresses are
 * @param devices what user agents are
 * @param credentials where credentials stand in a request
 * @param environment the environment that keys must be valid in
 * @param tokens whether tokens are good
 * @param metering what throttling counts with
 * @param upstreams the choice of a host
 * @param clock the time
 */
public record StageInputs(
        ClientAddresses addresses,
        GeoDatabase geo,
        DeviceParser devices,
        CredentialNames credentials,
        String environment,
        TokenVerifier tokens,
        ThrottlingServices metering,
        LoadBalancer upstreams,
        GatewayClock clock) {

    /** The same with twins that count nothing, for explanations. */
    public StageInputs with(ThrottlingServices counting, LoadBalancer choice) {
        return new StageInputs(addresses, geo, devices, credentials, environment, tokens, counting, choice, clock);
    }

    /** The same by another clock. */
    public StageInputs at(GatewayClock time) {
        return new StageInputs(addresses, geo, devices, credentials, environment, tokens, metering, upstreams, time);
    }
}
