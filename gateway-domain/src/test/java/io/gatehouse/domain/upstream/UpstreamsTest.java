package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpstreamsTest {

    private static final VersionKey ONE = new VersionKey("orders", VersionNumber.parse("1"));
    private static final VersionKey TWO = new VersionKey("orders", VersionNumber.parse("2"));
    private static final HostAddress SHARED = new HostAddress(false, "shared", 80);

    private final Upstreams upstreams = new Upstreams();

    @Test
    void knowsNothingBeforeTheFirstUpdate() {
        assertThat(upstreams.begin(ONE, TestBalancedRequest.GET, TriedHosts.NONE))
                .isNull();
        assertThat(upstreams.group(ONE)).isNull();
        assertThat(upstreams.groups()).isEmpty();
    }

    @Test
    void keepsVersionsApart() {
        upstreams.update(services("1", "2"));
        HostPermit attempt = upstreams.begin(ONE, TestBalancedRequest.GET, TriedHosts.NONE);
        assertThat(attempt.host().inFlight()).isEqualTo(1);
        assertThat(upstreams.group(TWO).hosts().get(0).inFlight()).isZero();
        upstreams.group(ONE).health(attempt.host(), "refused");
        assertThat(upstreams.begin(ONE, TestBalancedRequest.GET, TriedHosts.NONE))
                .isNull();
        assertThat(upstreams.begin(TWO, TestBalancedRequest.GET, TriedHosts.NONE))
                .isNotNull();
    }

    @Test
    void treatsVersionsThatAreEqualByNumberAsOne() {
        upstreams.update(services("1.0"));
        assertThat(upstreams.begin(ONE, TestBalancedRequest.GET, TriedHosts.NONE))
                .isNotNull();
    }

    @Test
    void keepsGroupsThatStayAndForgetsThoseThatGo() {
        upstreams.update(services("1", "2"));
        UpstreamGroup stays = upstreams.group(ONE);
        stays.health(stays.hosts().get(0), "refused");
        upstreams.update(services("1"));
        assertThat(upstreams.group(TWO))
                .as("requests may still go by the old snapshot")
                .isNotNull();
        upstreams.retain(services("1"));
        assertThat(upstreams.group(ONE)).isSameAs(stays);
        assertThat(stays.hosts().get(0).unhealthyReason()).isEqualTo("refused");
        assertThat(upstreams.group(TWO)).isNull();
        assertThat(upstreams.groups()).containsExactly(stays);

        upstreams.update(services("2"));
        upstreams.retain(services("2"));
        upstreams.update(services("1"));
        assertThat(upstreams.group(ONE)).isNotSameAs(stays);
        assertThat(upstreams.begin(ONE, TestBalancedRequest.GET, TriedHosts.NONE))
                .as("a version that comes back starts healthy")
                .isNotNull();
    }

    private static Services services(String... versions) {
        ServiceVersion[] all = Arrays.stream(versions)
                .map(version -> TestServices.version("orders", version, SHARED))
                .toArray(ServiceVersion[]::new);
        Service service = TestServices.service("orders", TestServices.FORWARDING, Set.of(), null, all);
        return new Services(List.of(service), List.of());
    }
}
