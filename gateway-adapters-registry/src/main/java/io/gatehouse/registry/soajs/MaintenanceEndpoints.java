package io.gatehouse.registry.soajs;

import io.gatehouse.compiler.document.HostUrl;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.domain.service.VersionNumber;
import java.util.List;

/** Where services run that have no hosts in the database but a URL of their own. */
final class MaintenanceEndpoints {

    private MaintenanceEndpoints() {}

    /** The URL of a version: its own, else that of all; none where it has none, or one that cannot be used. */
    static List<String> of(Fields service, VersionNumber version) {
        Fields source = service.object("src");
        if (source == null) {
            return List.of();
        }
        String url = source.text("url");
        for (Fields own : source.objects("urls")) {
            if (version.equals(Versions.of(own.raw("version")))) {
                url = own.text("url");
            }
        }
        return url == null || !isUsable(source, url, "no host is taken from it") ? List.of() : List.of(url);
    }

    /** Whether that URL can be a host's; tells what becomes of it otherwise. */
    static boolean isUsable(Fields source, String url, String outcome) {
        try {
            HostUrl.parse(url);
            return true;
        } catch (MalformedValue e) {
            source.notice("url", "a URL with a path, a query or a user", outcome);
            return false;
        }
    }
}
