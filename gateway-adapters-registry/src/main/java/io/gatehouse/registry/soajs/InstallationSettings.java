package io.gatehouse.registry.soajs;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.registry.soajs.installation.Registrations;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway is told of an installation besides where its database is.
 *
 * @param orchestrator who is asked where versions run; null for the hosts that have registered
 * @param advertise what services call the gateway by; null for what is registered
 * @param proxyTargets URLs that calls may be handed on to, each with scheme, host and port
 * @param trusted who may see credentials without a token
 * @param registrations where services that register are kept
 * @param database how services reach the core database
 */
record InstallationSettings(
        @Nullable Orchestrator orchestrator,
        @Nullable String advertise,
        List<String> proxyTargets,
        List<AddressRange> trusted,
        Registrations registrations,
        Map<String, Object> database) {

    private static final int USUAL_PORT = 27017;

    InstallationSettings {
        proxyTargets = proxyTargets.stream().map(InstallationSettings::origin).toList();
    }

    /** As it is configured. */
    static InstallationSettings of(
            SoajsRegistrySettings settings,
            MongoDatabase database,
            String environment,
            Map<String, String> variables,
            Duration deadline) {
        var hosts = settings.registrations() == null
                ? null
                : database.getCollection(settings.registrations())
                        .withTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        return new InstallationSettings(
                Orchestrator.of(variables),
                settings.advertise(),
                settings.proxyTargets(),
                settings.maintenanceClients(),
                new Registrations(hosts, environment.toLowerCase(Locale.ROOT)),
                connection(settings.uri().reveal(), database.getName()));
    }

    private static String origin(String url) {
        URI uri = URI.create(url);
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** A connection string in the words of SOAJS. */
    private static Map<String, Object> connection(String uri, String database) {
        var connection = new ConnectionString(uri);
        var shown = new LinkedHashMap<String, Object>();
        shown.put("name", database);
        shown.put("prefix", "");
        shown.put(
                "servers",
                connection.getHosts().stream().map(InstallationSettings::server).toList());
        if (connection.getUsername() != null && connection.getPassword() != null) {
            shown.put(
                    "credentials",
                    Map.of("username", connection.getUsername(), "password", new String(connection.getPassword())));
        }
        shown.put("streaming", Map.of());
        shown.put("extraParam", Map.of());
        shown.put("URLParam", options(uri));
        return shown;
    }

    private static Map<String, Object> server(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean port = colon > authority.lastIndexOf(']');
        return Map.of(
                "host",
                port ? authority.substring(0, colon) : authority,
                "port",
                port ? Integer.valueOf(authority.substring(colon + 1)) : USUAL_PORT);
    }

    private static Map<String, Object> options(String uri) {
        var options = new LinkedHashMap<String, Object>();
        int question = uri.indexOf('?');
        if (question >= 0) {
            for (String option : uri.substring(question + 1).split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals > 0) {
                    options.put(option.substring(0, equals), option.substring(equals + 1));
                }
            }
        }
        return options;
    }
}
