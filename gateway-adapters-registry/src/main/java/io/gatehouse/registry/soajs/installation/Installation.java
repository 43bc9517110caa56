package io.gatehouse.registry.soajs.installation;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.SourceRules;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.registry.soajs.installation.InstallationFacts.KeyFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.VersionFacts;
import java.net.InetAddress;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An installation in whose front the gateway stands: what it does in the controller's place besides what the configuration says. */
public final class Installation implements SourceRules {

    private static final String INJECTED = "soajsinjectobj";

    private final InstallationFacts facts;
    private final byte[] content;
    private final InjectedObject injected;
    private final UserChecks users;
    private final LocalRoutes local;
    private final MaintenanceAnswers maintenance;

    /**
     * As the database says; services that register are kept there.
     *
     * @param content what all of it was made of
     */
    public Installation(InstallationFacts facts, Registrations registrations, byte[] content) {
        this.facts = facts;
        this.content = content;
        this.injected = new InjectedObject(facts);
        this.users = new UserChecks(facts);
        this.local = new LocalRoutes(facts);
        this.maintenance = new MaintenanceAnswers(facts, registrations);
    }

    @Override
    public Decision decide(RequestState state) {
        Refusal refusal = users.objection(state);
        if (refusal != null) {
            return Decision.reject(refusal);
        }
        if (local.are(state)) {
            return local.decide(state);
        }
        return state.header(Roaming.HEADER) == null
                ? Decision.proceed(state)
                : new Roaming(facts).decide(state, injected.of(state));
    }

    @Override
    public void passHeaders(RequestState state, BiConsumer<String, String> headers) {
        if (local.are(state)) {
            local.passHeaders(state, headers);
        } else {
            String object = injected.of(state);
            if (object != null) {
                headers.accept(INJECTED, object);
            }
        }
        HandedOnToken.passHeaders(state, headers);
    }

    @Override
    public boolean admitsUsers(VersionKey version) {
        VersionFacts flags = facts.flags(version);
        return flags == null || flags.oauth();
    }

    @Override
    public List<String> countingPackages(ApiKey key, List<String> ofUser) {
        KeyFacts known = facts.keys().get(key.id());
        return known == null ? ofUser : known.counting(ofUser);
    }

    @Override
    public @Nullable AdminResponse answer(AdminRequest request, Circumstances now) {
        return maintenance.answer(request, now);
    }

    @Override
    public byte[] kept() {
        return content;
    }

    @Override
    public boolean trusts(String client) {
        InetAddress address = AddressLiteral.parse(client);
        return address != null
                && (address.isLoopbackAddress() || facts.trusted().stream().anyMatch(range -> range.contains(address)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Installation installation && facts.mark().equals(installation.facts.mark());
    }

    @Override
    public int hashCode() {
        return facts.mark().hashCode();
    }
}
