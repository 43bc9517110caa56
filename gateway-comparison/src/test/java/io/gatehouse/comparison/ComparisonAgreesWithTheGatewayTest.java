package io.gatehouse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.identity.Verification;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.tenancy.ApiKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is told as lost is lost, and nothing is lost without being told: any rules are compared, and then every call of a small
 * world is made on both sides, through all stages.
 */
class ComparisonAgreesWithTheGatewayTest {

    private static final int CASES = 100;
    private static final List<String> SEGMENTS = List.of("a", "b", "z");
    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT");
    private static final List<String> USERS = List.of("", "nobody", "g", "h", "g+h");
    private static final List<TestRequest> CALLS = calls();

    @Test
    void tellsALossExactlyWhereACallIsLost() {
        int lost = 0;
        for (int seed = 0; seed < CASES; seed++) {
            RegistrySide before = WrittenRegistry.of(RandomRules.of(seed).registry());
            RegistrySide after =
                    WrittenRegistry.of(RandomRules.alike(seed, seed % 40).registry());

            Comparison comparison = RegistryComparison.of(before, after, Scenario.NOW);

            TestRequest call = lostCall(before, after);
            assertThat(comparison.isLoss())
                    .as("case %s, lost: %s, told: %s", seed, call, comparison.changes())
                    .isEqualTo(call != null);
            lost += call == null ? 0 : 1;
        }
        assertThat(lost).as("both kinds of cases").isBetween(10, CASES - 10);
    }

    @Test
    void tellsNothingOfARegistryThatIsOnlyWrittenElsewhere() {
        for (int seed = 0; seed < CASES; seed++) {
            RegistrySide before = WrittenRegistry.of(RandomRules.of(seed).registry());
            RegistrySide after = WrittenRegistry.of(RandomRules.of(seed).registry());

            assertThat(RegistryComparison.of(before, after, Scenario.NOW).changes())
                    .isEmpty();
        }
    }

    private static @Nullable TestRequest lostCall(RegistrySide before, RegistrySide after) {
        Predicate<IncomingRequest> refusedBefore = scenario(before).refusing();
        Predicate<IncomingRequest> refusedAfter = scenario(after).refusing();
        return CALLS.stream()
                .filter(call -> !refusedBefore.test(call) && refusedAfter.test(call))
                .findFirst()
                .orElse(null);
    }

    private static List<TestRequest> calls() {
        var calls = new ArrayList<TestRequest>();
        for (String key : List.of("good", "")) {
            for (String user : USERS) {
                for (String method : METHODS) {
                    for (String path : paths()) {
                        calls.add(call(method, path, key, user));
                    }
                }
            }
        }
        return calls;
    }

    private static List<String> paths() {
        List<String> paths = new ArrayList<>(List.of(""));
        for (int from = 0, depth = 0; depth < 4; depth++) {
            int end = paths.size();
            for (int i = from; i < end; i++) {
                for (String segment : SEGMENTS) {
                    paths.add(paths.get(i) + "/" + segment);
                }
            }
            from = end;
        }
        return paths;
    }

    private static Scenario scenario(RegistrySide side) {
        return Scenario.of(side.snapshot().services().all().toArray(Service[]::new))
                .keys(side.snapshot().keys().all().toArray(ApiKey[]::new))
                .policy(side.snapshot().policy())
                .tokens(new NamedGroups());
    }

    private static TestRequest call(String method, String path, String key, String user) {
        Map<String, List<String>> lines = new HashMap<>();
        if (!key.isEmpty()) {
            lines.put("key", List.of(key));
        }
        if (!user.isEmpty()) {
            lines.put("Authorization", List.of("Bearer " + user));
        }
        TestRequest plain = TestRequest.get("/orders/v1" + path).with(method);
        return plain.from(plain.peer(), new HeaderLines(lines));
    }

    /** Believes every token: it names the groups of its user. */
    private static final class NamedGroups implements TokenVerifier {
        @Override
        public TokenVerdict verifyAtOnce(TokenIssuer issuer, String token) {
            return new TokenVerdict.Good(new User("u", Set.of(token.split("\\+", -1))));
        }

        @Override
        public Verification verify(TokenIssuer issuer, String tenant, String token) {
            return new Verification.Reached(verifyAtOnce(issuer, token));
        }
    }
}
