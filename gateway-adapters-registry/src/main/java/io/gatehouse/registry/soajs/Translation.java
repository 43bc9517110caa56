package io.gatehouse.registry.soajs;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.registry.soajs.Fields.TranslationFindings;
import io.gatehouse.registry.soajs.GatewaySettings.OriginSettings;
import io.gatehouse.registry.soajs.ServiceTranslation.DeployedServices;
import io.gatehouse.registry.soajs.installation.Installation;
import io.gatehouse.registry.soajs.installation.InstallationFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.Gateway;
import io.gatehouse.registry.soajs.installation.InstallationFacts.ProxyTargets;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A whole core database in the words of our configuration. One use, one thread. */
final class Translation {

    private final CoreDatabase.Content content;
    private final TranslationFindings findings = new TranslationFindings();
    private final EnvironmentSettings environment;
    private final InstallationSettings settings;
    private final FactsOfInstallation facts;
    private final List<Fields> custom;

    Translation(CoreDatabase.Content content, String environment, InstallationSettings settings) {
        this.content = content;
        this.settings = settings;
        this.environment = EnvironmentSettings.of(content.of(CoreDatabase.ENVIRONMENT), environment, findings);
        this.facts = new FactsOfInstallation(this.environment);
        this.custom = this.environment.plugged(content, CoreDatabase.CUSTOM_REGISTRY, findings);
    }

    RegistryTree tree(String description, String mark) {
        Fields written = EnvironmentSettings.value(custom, "gateway");
        GatewaySettings gateway = written == null ? null : new GatewaySettings(written);
        List<Fields> resources = environment.plugged(content, CoreDatabase.RESOURCES, findings);
        noticeResources(resources);

        var services = new MappingBuilder(Origin.of(CoreDatabase.MARKETPLACE));
        var users = new UserDatabases(environment, EnvironmentSettings.value(custom, "urac"));
        var tokens = new TokenSettings(environment, users);
        var hosts = new HostTable(content.of(CoreDatabase.HOSTS), environment, findings);
        DeployedServices deployed = services(hosts, gateway == null || gateway.renews(), tokens, services);
        Long port = environment.config().objectOrEmpty("ports").whole("controller");
        ProxyTargets targets = new LocalService(environment)
                .add(
                        content.of(CoreDatabase.ENVIRONMENT),
                        settings.proxyTargets(),
                        port == null || port < 1 || port > 65_535 ? 80 : port,
                        deployed,
                        services);
        Fields throttling = environment.config().objectOrEmpty("throttling");
        var levels = new ThrottlingLevels(throttling, gateway == null ? null : gateway.throttling(), deployed);
        var rules = new AccessRules(deployed);
        var products = new MappingBuilder(Origin.of(CoreDatabase.PRODUCTS));
        var packages = new PackageTranslation(rules, environment, facts, products);
        documents(CoreDatabase.PRODUCTS).forEach(product -> packages.add(product, findings));
        var tenants = new MappingBuilder(Origin.of(CoreDatabase.TENANTS));
        tenants(packages, rules, tokens, new KeySettings(environment, levels, deployed), tenants);
        MappingBuilder policy = policy(gateway, tokens, levels);

        List<Node.Mapping> parts = List.of(
                section("services", services),
                section("products", products),
                section("tenants", tenants),
                policy.node());
        InstallationFacts all =
                facts.all(content, gateway(hosts, port), custom, resources, targets, settings.trusted());
        return new RegistryTree(
                description,
                parts,
                findings.problems(),
                findings.notices(),
                mark,
                new Installation(all, settings.registrations(), content.kept()));
    }

    /** How services find this gateway: as it is told, else where the controller has registered. */
    private Gateway gateway(HostTable hosts, @Nullable Long port) {
        Fields controller = environment.document().objectOrEmpty("services").objectOrEmpty("controller");
        String name = controller.text("name");
        String called = name == null || name.isEmpty() ? "controller" : name;
        Object version = controller.raw("version");
        List<String> registered = hosts.newest(called);
        String host = settings.advertise() != null
                ? settings.advertise()
                : registered.isEmpty() ? "127.0.0.1" : registered.get(0);
        return new Gateway(called, version == null ? "1" : String.valueOf(version), host, port, settings.database());
    }

    private DeployedServices services(HostTable hosts, boolean renews, TokenSettings tokens, MappingBuilder services) {
        var translation = new ServiceTranslation(
                hosts, settings.orchestrator(), environment, renews, tokens.knowsTokensWithoutKey(), facts, services);
        documents(CoreDatabase.MARKETPLACE).forEach(translation::add);
        return translation.deployed();
    }

    private void tenants(
            PackageTranslation packages,
            AccessRules rules,
            TokenSettings tokens,
            KeySettings configuration,
            MappingBuilder tenants) {
        var keys = new KeyTranslation(environment, configuration, facts, content.of(CoreDatabase.TENANTS));
        var translation = new TenantTranslation(packages, rules, tokens, keys, environment, network(), facts, tenants);
        documents(CoreDatabase.TENANTS).forEach(translation::add);
    }

    /** What the gateway's network is called; null if it has no name. */
    private @Nullable String network() {
        Fields gateway = EnvironmentSettings.value(custom, "gateway");
        return gateway == null ? null : gateway.objectOrEmpty("lastSeen").text("network");
    }

    private MappingBuilder policy(@Nullable GatewaySettings gateway, TokenSettings tokens, ThrottlingLevels levels) {
        var policy = new MappingBuilder(environment.config().origin());
        if (gateway != null) {
            gateway.addTo(policy);
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

    private void noticeResources(List<Fields> resources) {
        var names = new TreeSet<String>();
        resources.forEach(resource -> names.add(resource.raw("type") + " " + resource.raw("name")));
        if (!names.isEmpty()) {
            findings.notice(
                    Origin.of(CoreDatabase.RESOURCES),
                    "",
                    "connections for the services: " + String.join(", ", names),
                    "services get them; the gateway uses none of them: token-store and throttling.mongo of gateway.yml name its own");
        }
    }
}
