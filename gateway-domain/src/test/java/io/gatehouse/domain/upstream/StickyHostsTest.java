package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.service.Balancing;
import io.gatehouse.domain.service.ConcurrencyPolicy;
import io.gatehouse.domain.service.ConcurrencyPolicy.Bounds;
import io.gatehouse.domain.service.HashBy;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.StickyCookie;
import io.gatehouse.domain.service.StickyCookie.SameSite;
import io.gatehouse.domain.service.TestServices;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StickyHostsTest {

    private static final Service STICKY = service(null, Resilience.NONE);

    private static Service service(@Nullable Secret secret, Resilience resilience) {
        Service plain = TestServices.service("orders", "1");
        var cookie = new StickyCookie("at", Duration.ofMinutes(2), SameSite.STRICT, secret);
        var balancing = new Balancing("round-robin", HashBy.KEY, 125, cookie, plain.origin());
        return new Service(
                plain.name(),
                plain.versions(),
                plain.dedicated(),
                plain.methods(),
                balancing,
                plain.healthCheck(),
                resilience,
                plain.forwarding(),
                plain.maintenance(),
                plain.keepOpen(),
                plain.observation(),
                plain.origin());
    }

    /** A GET with this value of the cookie. */
    private record Holding(@Nullable String value) implements BalancedRequest {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String apiPath() {
            return "/";
        }

        @Override
        public InetAddress clientAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public @Nullable String header(String name) {
            return null;
        }

        @Override
        public @Nullable String cookie(String name) {
            return name.equals("at") ? value : null;
        }

        @Override
        public String tenant() {
            return "";
        }

        @Override
        public @Nullable String keyName() {
            return null;
        }

        @Override
        public @Nullable String userId() {
            return null;
        }
    }

    private static UpstreamGroup group(Service service, int... weights) {
        UpstreamGroup group = Groups.empty();
        group.update(Groups.listed(weights), BuiltInStrategy.ROUND_ROBIN, service);
        return group;
    }

    private static HostPermit begin(UpstreamGroup group, @Nullable String value) {
        HostPermit permit = Objects.requireNonNull(group.begin(new Holding(value), TriedHosts.NONE));
        permit.end(HostOutcome.UNUSED);
        return permit;
    }

    private static String value(HostPermit permit) {
        String cookie = Objects.requireNonNull(permit.cookie());
        return cookie.substring("at=".length(), cookie.indexOf(';'));
    }

    @Test
    void leadsBackToTheHostAndIsSetOnce() {
        UpstreamGroup group = group(STICKY, 1, 1, 1);
        HostPermit first = begin(group, null);

        assertThat(first.cookie()).matches("at=[A-Za-z0-9_-]{16}; Path=/; Max-Age=120; HttpOnly; SameSite=Strict");
        for (int i = 0; i < 5; i++) {
            HostPermit again = begin(group, value(first));
            assertThat(again.host()).isSameAs(first.host());
            assertThat(again.cookie()).isNull();
        }
        assertThat(group.preview(new Holding(value(first)), TriedHosts.NONE)).isSameAs(first.host());
    }

    @Test
    void isOfNoUseWithAnotherSecret() {
        UpstreamGroup one = group(service(Secret.parse("s1"), Resilience.NONE), 1);
        UpstreamGroup same = group(service(Secret.parse("s1"), Resilience.NONE), 1);
        UpstreamGroup other = group(service(Secret.parse("s2"), Resilience.NONE), 1);

        assertThat(value(begin(one, null))).isEqualTo(value(begin(same, null)));
        assertThat(value(begin(one, null))).isNotEqualTo(value(begin(other, null)));
        assertThat(value(begin(group(STICKY, 1), null))).isNotEqualTo(value(begin(group(STICKY, 1), null)));
    }

    @Test
    void aLessPreferredHostServesItsOwnThoughThePreferredAreBack() {
        UpstreamGroup group = Groups.empty();
        var hosts = List.of(new Host(Groups.address(0), 1, 10), new Host(Groups.address(1), 1, 20));
        group.update(Groups.version(hosts), BuiltInStrategy.ROUND_ROBIN, STICKY);
        UpstreamHost preferred = group.hosts().get(0);

        group.health(preferred, "refused");
        HostPermit meanwhile = begin(group, null);
        group.health(preferred, null);

        assertThat(begin(group, value(meanwhile)).host())
                .isSameAs(meanwhile.host())
                .isNotSameAs(preferred);
        assertThat(begin(group, null).host()).isSameAs(preferred);
    }

    @Test
    void aDrainedHostServesItsOwnToTheEnd() {
        UpstreamGroup group = group(STICKY, 1, 1);
        HostPermit first = begin(group, null);
        boolean isFirst = first.host() == group.hosts().get(0);

        group.update(Groups.listed(isFirst ? 0 : 1, isFirst ? 1 : 0), BuiltInStrategy.ROUND_ROBIN, STICKY);

        assertThat(begin(group, value(first)).host()).isSameAs(first.host());
        for (int i = 0; i < 4; i++) {
            assertThat(begin(group, null).host()).isNotSameAs(first.host());
        }
    }

    @Test
    void fallsBackWhenTheHostIsGoneOrSickOrWasTried() {
        UpstreamGroup group = group(STICKY, 1, 1);
        HostPermit first = begin(group, null);

        HostPermit retry =
                Objects.requireNonNull(group.begin(new Holding(value(first)), TriedHosts.NONE.and(first.host())));
        assertThat(retry.host()).isNotSameAs(first.host());
        assertThat(retry.cookie()).isNotNull();
        retry.end(HostOutcome.UNUSED);

        group.health(first.host(), "refused");
        HostPermit other = begin(group, value(first));
        assertThat(other.host()).isNotSameAs(first.host());
        assertThat(value(other)).isNotEqualTo(value(first));
        assertThat(begin(group, "forged").cookie()).isNotNull();
    }

    @Test
    void anotherHostHelpsOutWithoutTakingOver() {
        var one = new ConcurrencyPolicy(null, new Bounds(1, 1), 0, Duration.ZERO, 0, TestServices.ORIGIN);
        UpstreamGroup group = group(service(null, new Resilience(null, null, one)), 1, 1);
        HostPermit first = Objects.requireNonNull(group.begin(new Holding(null), TriedHosts.NONE));

        HostPermit helped = Objects.requireNonNull(group.begin(new Holding(value(first)), TriedHosts.NONE));
        assertThat(helped.host()).isNotSameAs(first.host());
        assertThat(helped.cookie()).isNull();
        assertThat(group.begin(new Holding(value(first)), TriedHosts.NONE)).isNull();
        first.end(HostOutcome.UNUSED);
        helped.end(HostOutcome.UNUSED);
        assertThat(group.hosts()).allMatch(host -> host.inFlight() == 0);
    }
}
