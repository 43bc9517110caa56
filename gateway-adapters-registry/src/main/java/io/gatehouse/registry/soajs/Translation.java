package io.gatehouse.registry.soajs;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.registry.soajs.Fields.TranslationFindings;
import io.gatehouse.registry.soajs.GatewaySettings.OriginSettings;
import io.gatehouse.registry.soajs.ServiceTranslation.DeployedServices;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A whole core database in the words of our configuration. One use, one thread. */
final class Translation {

    private final CoreDatabase.Content content;
    private final TranslationFindings findings = new TranslationFindings();
    private final EnvironmentSettings environment;
    private final @Nullable Orchestrator orchestrator;

    Translation(CoreDatabase.Content content, String environment, @Nullable Orchestrator orchestrator) {
        this.content = content;
        this.orchestrator = orchestrator;
        this.environment = EnvironmentSettings.of(content.of(CoreDatabase.ENVIRONMENT), environment, findings);
    }

    RegistryTree tree(String description, String mark) {
        List<Fields> custom = environment.plugged(content, CoreDatabase.CUSTOM_REGISTRY, findings);
        Fields gateway = EnvironmentSettings.value(custom, "gateway");
        GatewaySettings settings = gateway == null ? null : new GatewaySettings(gateway);
        noticeUserSettings(EnvironmentSettings.value(custom, "oauth"));
        noticeResources();

        var services = new MappingBuilder(Origin.of(CoreDatabase.MARKETPLACE));
        var tokens = new TokenSettings(environment);
        DeployedServices deployed = services(settings == null || settings.renews(), tokens, services);
        Fields throttling = environment.config().objectOrEmpty("throttling");
        var levels = new ThrottlingLevels(throttling, settings == null ? null : settings.throttling(), deployed);
        var rules = new AccessRules(deployed);
        var products = new MappingBuilder(Origin.of(CoreDatabase.PRODUCTS));
        var packages = new PackageTranslation(rules, environment, products);
        documents(CoreDatabase.PRODUCTS).forEach(product -> packages.add(product, findings));
        var tenants = new MappingBuilder(Origin.of(CoreDatabase.TENANTS));
        tenants(packages, rules, tokens, new KeySettings(environment, levels, deployed), tenants);
        MappingBuilder policy = policy(settings, tokens, levels);

        List<Node.Mapping> parts = List.of(
                section("services", services),
                section("products", products),
                section("tenants", tenants),
                policy.node());
        return new RegistryTree(description, parts, findings.problems(), findings.notices(), mark);
    }

    private DeployedServices services(boolean renews, TokenSettings tokens, MappingBuilder services) {
        var hosts = new HostTable(content.of(CoreDatabase.HOSTS), environment, findings);
        var translation = new ServiceTranslation(
                hosts, orchestrator, environment, renews, tokens.knowsTokensWithoutKey(), services);
        documents(CoreDatabase.MARKETPLACE).forEach(translation::add);
        return translation.deployed();
    }

    private void tenants(
            PackageTranslation packages,
            AccessRules rules,
            TokenSettings tokens,
            KeySettings configuration,
            MappingBuilder tenants) {
        var keys = new KeyTranslation(environment, configuration, content.of(CoreDatabase.TENANTS));
        var translation = new TenantTranslation(packages, rules, tokens, keys, environment, tenants);
        documents(CoreDatabase.TENANTS).forEach(translation::add);
    }

    private MappingBuilder policy(@Nullable GatewaySettings settings, TokenSettings tokens, ThrottlingLevels levels) {
        var policy = new MappingBuilder(environment.config().origin());
        if (settings != null) {
            settings.addTo(policy);
        }
        OriginSettings.add(environment.config().objectOrEmpty("cors"), policy);
        tokens.addForAll(policy);
        return policy.putFilled("throttling", levels.ofGateway());
    }

    private List<Fields> documents(String collection) {
        return content.of(collection).stream()
                .map(document -> Fields.document(collection, document, findings))
                .toList();
    }

    private static Node.Mapping section(String name, MappingBuilder documents) {
        return new MappingBuilder(documents.node().origin())
                .put(name, documents)
                .node();
    }

    private void noticeUserSettings(@Nullable Fields oauth) {
        if (oauth == null) {
            return;
        }
        Map<String, String> known = Map.of(
                "roaming", "tokens of other environments pass as sensitive-environments of gateway.yml says",
                "pinWrapper", "PIN locks are not enforced",
                "pinWhitelist", "PIN locks are not enforced");
        for (String name : oauth.names()) {
            oauth.notice(name, "a setting of the login of users", known.getOrDefault(name, "it has no effect"));
        }
    }

    private void noticeResources() {
        var names = new TreeSet<String>();
        List<Fields> resources = environment.plugged(content, CoreDatabase.RESOURCES, findings);
        resources.forEach(resource -> names.add(resource.raw("type") + " " + resource.raw("name")));
        if (!names.isEmpty()) {
            findings.notice(
                    Origin.of(CoreDatabase.RESOURCES),
                    "",
                    "connections for the services: " + String.join(", ", names),
                    "the gateway uses none of them; token-store and throttling.mongo of gateway.yml name its own");
        }
    }
}
