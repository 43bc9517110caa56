package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.device.DevicePattern;
import io.gatehouse.domain.device.DeviceRule;
import io.gatehouse.domain.geo.GeoRule;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.ApiKey;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of tenants, applications and keys, and of the hosts that keys have of their own. */
class KeyCompilerTest {

    private static final String SERVICES = """
            services: {orders: {versions: {1: {hosts: [http://127.0.0.1:9001]}, 2: {hosts: [http://127.0.0.1:9002]}}}},
            products: {shop: {packages: {basic: {acl: {orders: {1: {access: true}}}}}}}""";

    @Test
    void aKeyHasItsApplicationAndTenant() {
        ApiKey key = key("value: secret-key");

        assertThat(key.id()).isEqualTo("acme/app/web");
        assertThat(key.application().packageReference()).isEqualTo("shop/basic");
        assertThat(key.application().tenant().name()).isEqualTo("acme");
        assertThat(key.application().tenant().title()).isEqualTo("Acme Inc.");
        assertThat(key.application().tenant().id()).isEqualTo("acme");
        assertThat(key.environment()).isNull();
        assertThat(key.expiresMillis()).isNull();
        assertThat(key.revoked()).isFalse();
        assertThat(key.addresses()).isNull();
        assertThat(key.geo()).isNull();
        assertThat(key.devices()).isNull();
        assertThat(key.maintenance()).isNull();
        assertThat(key.issuer()).isNull();
        assertThat(key.hosts()).isEmpty();
        assertThat(key.quotas()).isEmpty();
    }

    @Test
    void aKeyIsFoundByItsTextHoweverItIsWritten() {
        Snapshot plain = snapshot("value: secret-key", "");
        Snapshot hashed = snapshot("hash: sha256:85dbe15d75ef9308c7ae0f33c7a324cc6f4bf519a2ed2f3027bd33c140a4f9aa", "");

        assertThat(plain.keys().find("secret-key")).isNotNull();
        assertThat(hashed.keys().find("secret-key")).isNotNull();
        assertThat(hashed.keys().find("secret-keY")).isNull();
    }

    @Test
    void saysWhereAndUntilWhenItIsValid() {
        ApiKey key = key("value: k1, environment: dev, expires: 2030-01-01T00:00:00Z, revoked: true");

        assertThat(key.environment()).isEqualTo("dev");
        assertThat(key.expiresMillis())
                .isEqualTo(Instant.parse("2030-01-01T00:00:00Z").toEpochMilli());
        assertThat(key.revoked()).isTrue();
    }

    @Test
    void isBoundToAddressesPlacesAndDevices() throws Exception {
        ApiKey key = key("""
                value: k1, addresses: {allow: [10.0.0.0/8], deny: [10.1.0.0/16]}, countries: {allow: [DE, FR], deny: [US]},
                continents: {allow: [EU], deny: [NA]},
                devices: {allow: [{family: Chrome, major: {min: 90, max: 99}, os: {family: Windows, major: 10}}], deny: [*],
                  without-user-agent: allow}""");

        var addresses = Objects.requireNonNull(key.addresses());
        assertThat(addresses.admits(InetAddress.getByName("10.2.0.1"))).isTrue();
        assertThat(addresses.admits(InetAddress.getByName("10.1.0.1"))).isFalse();
        GeoRule geo = Objects.requireNonNull(key.geo());
        assertThat(geo.allowedCountries()).isEqualTo(Set.of("DE", "FR"));
        assertThat(geo.deniedCountries()).isEqualTo(Set.of("US"));
        assertThat(geo.allowedContinents()).isEqualTo(Set.of("EU"));
        assertThat(geo.deniedContinents()).isEqualTo(Set.of("NA"));
        assertThat(geo.admitsUnknown()).isTrue();
        DeviceRule devices = Objects.requireNonNull(key.devices());
        assertThat(devices.admitsAbsent()).isTrue();
        DevicePattern allowed = devices.allow().get(0);
        assertThat(allowed.family()).isEqualTo("Chrome");
        assertThat(allowed.version().toString()).contains("90", "99");
        assertThat(allowed.os()).isEqualTo("Windows");
        assertThat(devices.deny()).extracting(DevicePattern::family).containsExactly("*");
    }

    @Test
    void anApplicationIsGrantedByItsOwnRulesThenByItsPackage() {
        VersionKey one = version("1");
        VersionKey two = version("2");
        Acl bought = key("value: k1").acl();
        assertThat(bought.find(one)).isNotNull();
        assertThat(bought.find(two)).isNull();

        Acl own = find(snapshot("value: k1", "acl: {orders: {2: {}}}, ")).acl();
        assertThat(own.find(one)).isNull();
        assertThat(own.find(two)).isNotNull();
    }

    @Test
    void checksAreWatchedWhereTheKeyOrItsPackageSaysSo() {
        String ofPackage = SERVICES.replace("basic: {", "basic: {observe: [geo, acl], ");

        assertThat(key("value: k1").observation()).isNull();
        assertThat(key("value: k1, observe: []").observation()).isNull();
        assertThat(checks(find(FlowText.compile(ofPackage + ", " + tenant("value: k1", "", "")))))
                .containsExactlyInAnyOrder(ObservedCheck.GEO, ObservedCheck.ACL);
        assertThat(checks(find(FlowText.compile(ofPackage + ", " + tenant("value: k1, observe: [device]", "", "")))))
                .containsExactlyInAnyOrder(ObservedCheck.GEO, ObservedCheck.ACL, ObservedCheck.DEVICE);
    }

    private static Set<ObservedCheck> checks(ApiKey key) {
        return Objects.requireNonNull(key.observation()).checks();
    }

    @Test
    void aKeyHasThrottlingOfItsOwn() {
        ApiKey key = find(FlowText.compile(SERVICES
                + ", throttling: {strategies: {s: {algorithm: concurrency, limit: 1, per: key}}}, "
                + tenant("value: k1, throttling: {orders: {public: s}}", "", "")));

        var quotas = Objects.requireNonNull(key.quotas().get("orders"));
        assertThat(Objects.requireNonNull(quotas.publicApis()).level()).isEqualTo("the key's entry for orders");
        assertThat(quotas.privateApis()).isNull();
    }

    @Test
    void hostsOfAVersionWinOverThoseOfTheService() {
        Snapshot snapshot =
                snapshot("value: k1, hosts: {orders:2: [http://127.0.0.1:9302], orders: [http://127.0.0.1:9301]}", "");
        ApiKey key = find(snapshot);

        assertThat(Objects.requireNonNull(key.hosts().get(version("1"))).hosts())
                .extracting(host -> host.address().port())
                .containsExactly(9301);
        assertThat(Objects.requireNonNull(key.hosts().get(version("2"))).hosts())
                .extracting(host -> host.address().port())
                .containsExactly(9302);
        Service orders = Objects.requireNonNull(snapshot.services().named("orders"));
        assertThat(orders.dedicated())
                .containsExactlyInAnyOrderElementsOf(key.hosts().values());
    }

    @Test
    void aTenantVerifiesTokensByItsOwnSettingsTheGatewaysOrNotAtAll() {
        String gateway = "token: {type: opaque, opaque: {store: mongo, tenant-id: t0}}, ";
        String own = "token: {type: opaque, opaque: {store: mongo, tenant-id: t1}}, ";

        assertThat(issuer(gateway, "")).isEqualTo("gateway");
        assertThat(issuer(gateway, own)).isEqualTo("tenant/acme");
        assertThat(find(FlowText.compile(SERVICES + ", " + gateway + tenant("value: k1", "", "token: off, ")))
                        .issuer())
                .isNull();
    }

    @Test
    void maintenanceOfATenantIsThatOfItsKeys() {
        ApiKey key = find(FlowText.compile(
                SERVICES + ", " + tenant("value: k1", "", "id: T-1, maintenance: {on: true, message: Moving}, ")));

        assertThat(Objects.requireNonNull(key.maintenance()).message()).isEqualTo("Moving");
        assertThat(key.application().tenant().id()).isEqualTo("T-1");
    }

    private static String issuer(String gateway, String own) {
        ApiKey key = find(FlowText.compile(SERVICES + ", " + gateway + tenant("value: k1", "", own)));
        return Objects.requireNonNull(key.issuer()).id();
    }

    private static VersionKey version(String number) {
        return new VersionKey("orders", VersionNumber.parse(number));
    }

    private static ApiKey key(String words) {
        return find(snapshot(words, ""));
    }

    private static Snapshot snapshot(String words, String application) {
        return FlowText.compile(SERVICES + ", " + tenant(words, application, ""));
    }

    private static String tenant(String key, String application, String tenant) {
        return "tenants: {acme: {name: Acme Inc., " + tenant + "applications: {app: {package: shop/basic, "
                + application + "keys: {web: {" + key + "}}}}}}";
    }

    private static ApiKey find(Snapshot snapshot) {
        return snapshot.keys().all().iterator().next();
    }
}
