package io.gatehouse.registry.soajs;

import io.gatehouse.compiler.document.HostUrl;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.soajs.ServiceTranslation.DeployedServices;
import io.gatehouse.registry.soajs.installation.InstallationFacts.ProxyTargets;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The service that stands for what the controller answers itself: its first version for the gateway, and one for each gateway of another
 * environment and each listed URL that calls can be handed on to. Everybody with a key and a token may call it.
 */
final class LocalService {

    private final EnvironmentSettings environment;
    private final MappingBuilder versions;
    private final Map<String, VersionNumber> environments = new HashMap<>();
    private final Map<String, VersionNumber> origins = new HashMap<>();
    private int number;

    LocalService(EnvironmentSettings environment) {
        this.environment = environment;
        this.versions = new MappingBuilder(environment.document().origin());
    }

    /** Adds it to the others, with targets in these environments and at these URLs. */
    ProxyTargets add(
            List<Document> others, List<String> listed, long port, DeployedServices deployed, MappingBuilder services) {
        version("http://127.0.0.1:" + port, deployed);
        for (Document document : others) {
            String url = url(document);
            if (document.get("code") instanceof String code && url != null) {
                environments.put(code.toUpperCase(Locale.ROOT), version(url, deployed));
            }
        }
        for (String url : listed) {
            origins.put(url, version(url, deployed));
        }
        services.put(
                EnvironmentSettings.OWN_SERVICE,
                new MappingBuilder(environment.document().origin())
                        .text("credentials", "pass")
                        .flag("inject-soajs", true)
                        .put("versions", versions));
        return new ProxyTargets(EnvironmentSettings.OWN_SERVICE, environments, origins);
    }

    private VersionNumber version(String url, DeployedServices deployed) {
        number++;
        VersionNumber version = Objects.requireNonNull(VersionNumber.orNull(Integer.toString(number)));
        versions.put(
                version.toString(),
                new MappingBuilder(environment.document().origin())
                        .texts("hosts", List.of(url))
                        .texts("requires", List.of("key", "token")));
        deployed.add(EnvironmentSettings.OWN_SERVICE, version, false);
        return version;
    }

    /** Where the gateway of an environment is; null if it does not say that whole. */
    private static @Nullable String url(Document environment) {
        Object port = environment.get("port");
        if (!(environment.get("protocol") instanceof String protocol)
                || !(environment.get("domain") instanceof String domain)
                || domain.isEmpty()
                || port == null
                || port.equals("")) {
            return null;
        }
        String prefix = environment.get("apiPrefix") instanceof String text && !text.isEmpty() ? text + "." : "";
        String number = port instanceof Number digits ? Long.toString(digits.longValue()) : String.valueOf(port);
        String url = protocol.toLowerCase(Locale.ROOT) + "://" + prefix + domain + ":" + number;
        try {
            HostUrl.parse(url);
            return url;
        } catch (MalformedValue e) {
            return null;
        }
    }
}
