package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.service.Balancing;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a permit ends, who hears of it, and what a plug-in's strategy may do. */
class HostOutcomeListenerTest {

    private static final VersionKey KEY = new VersionKey("orders", VersionNumber.parse("1"));
    private static final HostOutcome OK = new HostOutcome.Responded(200, 5, 9);

    private final List<String> heard = new ArrayList<>();
    private final List<String> defects = new ArrayList<>();

    /** Always the last host that has not been tried. */
    private static class LastHost implements BalancingStrategy.Chooser {
        private final List<UpstreamHost> hosts;

        LastHost(List<UpstreamHost> hosts) {
            this.hosts = hosts;
        }

        @Override
        public @Nullable UpstreamHost choose(BalancedRequest request, TriedHosts tried) {
            UpstreamHost last = null;
            for (UpstreamHost host : hosts) {
                last = tried.contains(host) ? last : host;
            }
            return last;
        }
    }

    @Test
    void everyListenerHearsOfTheFirstOutcomeOnly() {
        Upstreams upstreams = upstreams((hosts, before) -> new LastHost(hosts));
        upstreams.listen(hearing("one"));
        upstreams.listen(hearing("two"));
        HostPermit permit = upstreams.begin(KEY, TestBalancedRequest.GET, TriedHosts.NONE);
        permit.end(OK);
        permit.end(HostOutcome.UNUSED);
        assertThat(heard).containsExactly("one orders:1 b " + OK, "two orders:1 b " + OK);
        assertThat(permit.host().inFlight()).isZero();
    }

    @Test
    void aPreviewIsNoPermit() {
        Upstreams upstreams = upstreams((hosts, before) -> new LastHost(hosts));
        upstreams.listen(hearing("one"));
        HostPermit seen = upstreams.preview().begin(KEY, TestBalancedRequest.GET, TriedHosts.NONE);
        assertThat(seen.host().inFlight()).isZero();
        seen.end(OK);
        assertThat(heard).isEmpty();
        assertThat(seen.host().inFlight()).isZero();
    }

    @Test
    void aListenerThatThrowsKeepsNobodyFromHearing() {
        Upstreams upstreams = upstreams((hosts, before) -> new LastHost(hosts));
        upstreams.listen(new UpstreamListener() {
            @Override
            public void ended(VersionKey version, UpstreamHost host, HostOutcome outcome) {
                throw new IllegalStateException("listener");
            }
        });
        upstreams.listen(hearing("two"));
        upstreams.begin(KEY, TestBalancedRequest.GET, TriedHosts.NONE).end(OK);
        assertThat(heard).hasSize(1);
        assertThat(defects).containsExactly("listener");
    }

    @Test
    void theStrategyHearsOfOutcomes() {
        Upstreams upstreams = upstreams((hosts, before) -> new LastHost(hosts) {
            @Override
            public void ended(UpstreamHost host, HostOutcome outcome) {
                heard.add(host.address().host() + " " + outcome);
                throw new IllegalStateException("chooser");
            }
        });
        upstreams.begin(KEY, TestBalancedRequest.GET, TriedHosts.NONE).end(OK);
        assertThat(heard).containsExactly("b " + OK);
        assertThat(defects).containsExactly("chooser");
    }

    @Test
    void theStrategySeesTheRequest() {
        Upstreams upstreams = upstreams((hosts, before) -> (request, tried) ->
                hosts.get(request.userId() == null ? 0 : request.userId().length() % 2));
        assertThat(chosen(upstreams, TestBalancedRequest.GET)).isEqualTo("a");
        assertThat(chosen(upstreams, TestBalancedRequest.of("ann"))).isEqualTo("b");
        assertThat(chosen(upstreams, TestBalancedRequest.of("mary"))).isEqualTo("a");
    }

    @Test
    void aStrategyThatThrowsCostsNoRequest() {
        Upstreams layingOut = upstreams((hosts, before) -> {
            throw new IllegalStateException("layout");
        });
        assertThat(chosen(layingOut, TestBalancedRequest.GET)).isEqualTo("a");
        assertThat(defects).isNotEmpty().containsOnly("layout");

        defects.clear();
        Upstreams choosing = upstreams((hosts, before) -> (request, tried) -> {
            throw new IllegalStateException("choice");
        });
        assertThat(chosen(choosing, TestBalancedRequest.GET)).isEqualTo("a");
        assertThat(defects).containsExactly("choice");
    }

    @Test
    void aNameThatNobodyBringsTakesTurns() {
        Upstreams upstreams = upstreams("nobody's", (hosts, before) -> new LastHost(hosts));
        assertThat(List.of(chosen(upstreams, TestBalancedRequest.GET), chosen(upstreams, TestBalancedRequest.GET)))
                .containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @EnumSource(HostFailure.class)
    void everyFailureHasAFault(HostFailure failure) {
        Fault wanted = switch (failure) {
            case CLIENT -> Fault.CLIENT;
            case GATEWAY -> Fault.GATEWAY;
            default -> Fault.UPSTREAM;
        };
        assertThat(new HostOutcome.Failed(failure, true, 1).fault()).isEqualTo(wanted);
    }

    private static String chosen(Upstreams upstreams, BalancedRequest request) {
        HostPermit permit = upstreams.begin(KEY, request, TriedHosts.NONE);
        permit.end(OK);
        return permit.host().address().host();
    }

    private Upstreams upstreams(BalancingStrategy strategy) {
        return upstreams("ours", strategy);
    }

    private Upstreams upstreams(String named, BalancingStrategy strategy) {
        var upstreams = new Upstreams(
                Map.of("ours", strategy),
                Map.of(),
                new ManualClock(),
                new ManualTimer(),
                (culprit, defect) -> defects.add(defect.getMessage()));
        Service service = TestServices.service("orders", "1");
        upstreams.update(new Services(
                List.of(new Service(
                        service.name(),
                        List.of(TestServices.version(
                                "orders", "1", new HostAddress(false, "a", 80), new HostAddress(false, "b", 80))),
                        List.of(),
                        service.methods(),
                        Balancing.by(named, TestServices.ORIGIN),
                        null,
                        service.resilience(),
                        service.forwarding(),
                        null,
                        false,
                        null,
                        service.origin())),
                List.of()));
        return upstreams;
    }

    private UpstreamListener hearing(String name) {
        return new UpstreamListener() {
            @Override
            public void ended(VersionKey version, UpstreamHost host, HostOutcome outcome) {
                heard.add(name + " " + version + " " + host.address().host() + " " + outcome);
            }
        };
    }
}
