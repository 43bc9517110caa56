package io.gatehouse.app.explain;

import static io.gatehouse.domain.service.TestServices.service;
import static io.gatehouse.domain.tenancy.TestKeys.key;
import static io.gatehouse.domain.tenancy.TestKeys.limited;
import static io.gatehouse.domain.tenancy.TestKeys.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.explain.Explanation.Note;
import io.gatehouse.app.explain.Explanation.Step;
import io.gatehouse.app.explain.Explanation.Verdict;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.gateway.PluggedStages;
import io.gatehouse.domain.gateway.RequestStages;
import io.gatehouse.domain.gateway.StageInputs;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.FakeTokens;
import io.gatehouse.domain.identity.TestIssuers;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.quota.TestMetering;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.ForwardedHeader;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.Upstreams;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplainerTest {

    private static final TokenIssuer ISSUER = TestIssuers.named("tenant/acme");

    private final FakeTokens tokens = new FakeTokens();
    private final Services services = new Services(List.of(service("orders", "1")), List.of());
    private final Upstreams upstreams = new Upstreams();
    private final StageInputs inputs = new StageInputs(
            new ClientAddresses(List.of(), ForwardedHeader.X_FORWARDED_FOR),
            GeoDatabase.NONE,
            DeviceParser.NONE,
            CredentialNames.DEFAULT,
            "dev",
            tokens,
            TestMetering.counting(new SystemClock()),
            upstreams,
            new SystemClock());
    private final Snapshot snapshot = TestServices.snapshot(
            1,
            services,
            new ApiKeys(List.of(
                    key("good", open("orders", "1")),
                    key("signed-in", open("orders", "1"), ISSUER, null),
                    limited(key("old", open("orders", "1")), null, 0L, false))),
            GatewayPolicy.NONE);

    ExplainerTest() {
        upstreams.update(services);
    }

    @Test
    void namesEveryStageOfARequestThatWouldBeForwarded() {
        Explanation explanation = explain("good");

        assertThat(explanation.forwarded()).isTrue();
        assertThat(explanation.steps())
                .extracting(Step::stage)
                .containsExactlyElementsOf(RequestStages.inOrder(inputs).stream()
                        .map(stage -> stage.getClass().getSimpleName())
                        .toList());
    }

    @Test
    void endsWithTheStageThatRefusesAndThePlaceThatDecided() {
        Explanation explanation = explain("old");

        assertThat(explanation.forwarded()).isFalse();
        Step last = explanation.steps().get(explanation.steps().size() - 1);
        assertThat(last.stage()).isEqualTo("FindKey");
        assertThat(last.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(last.refusal()).isNotNull();
        assertThat(last.refusal().rejection()).isEqualTo(Rejection.KEY_EXPIRED);
        assertThat(last.notes()).singleElement().satisfies(note -> {
            assertThat(note.compared()).contains("acme/storefront/old");
            assertThat(note.decidedBy()).hasToString("test");
        });
    }

    @Test
    void saysWhatWouldRefuseIfItWereNotOnlyObserved() {
        var observing = new Observation(Set.of(ObservedCheck.ACL), Origin.of("policy"));
        var watched = TestServices.snapshot(
                1,
                services,
                new ApiKeys(List.of(key("good", Acl.NOTHING))),
                new GatewayPolicy(null, AddressTrie.of(Map.of()), null, null, null, Quotas.NONE, observing));
        TestRequest plain = TestRequest.get("/orders/v1/items");

        Explanation explanation = new Explainer(inputs, PluggedStages.NONE, upstreams)
                .explain(plain.from(plain.peer(), HeaderLines.of("key", "good")), AssumedCaller.NONE, watched);

        assertThat(explanation.forwarded()).isTrue();
        assertThat(explanation.steps())
                .filteredOn(step -> step.verdict() == Verdict.OBSERVED)
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.stage()).isEqualTo("AuthorizeVersion");
                    assertThat(step.notes())
                            .last()
                            .isEqualTo(new Note(
                                    "would refuse with service-not-granted, but is only observed",
                                    Origin.of("policy")));
                });
    }

    @Test
    void waitsForTokensAndTellsWhatOfThemDoesNotCount() {
        tokens.learn(ISSUER, "asked-for", new TokenVerdict.Good(new User("ann", Set.of("staff")), 2));
        TestRequest plain = TestRequest.get("/orders/v1/items");
        var headers =
                new HeaderLines(Map.of("key", List.of("signed-in"), "Authorization", List.of("Bearer asked-for")));
        Explanation explanation = new Explainer(inputs, PluggedStages.NONE, upstreams)
                .explain(plain.from(plain.peer(), headers), AssumedCaller.NONE, snapshot);

        assertThat(explanation.forwarded()).isTrue();
        assertThat(explanation.steps())
                .filteredOn(step -> step.stage().equals("VerifyToken"))
                .singleElement()
                .satisfies(step -> assertThat(step.notes())
                        .extracting(Note::compared)
                        .containsExactly(
                                "the user is ann in groups [staff]",
                                "groups of the token that cannot be read and do not count: 2"));
    }

    @Test
    void neverEchoesACredential() {
        assertThat(explain("a-secret-that-is-no-key").steps().toString()).doesNotContain("a-secret-that-is-no-key");
    }

    @Test
    void countsNothing() {
        UpstreamGroup group = upstreams.groups().iterator().next();
        explain("good");

        assertThat(group.hosts().get(0).inFlight()).isZero();
    }

    private Explanation explain(String key) {
        TestRequest plain = TestRequest.get("/orders/v1/items");
        return new Explainer(inputs, PluggedStages.NONE, upstreams)
                .explain(plain.from(plain.peer(), HeaderLines.of("key", key)), AssumedCaller.NONE, snapshot);
    }
}
