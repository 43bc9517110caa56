package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.domain.service.VersionNumber;
import org.jspecify.annotations.Nullable;

/**
 * Names a service or one version of it, as paths may: {@code orders} or {@code orders:2}.
 *
 * @param service the service's name
 * @param version its version; null for all of them
 */
@ScalarType(
        name = "deployment",
        expected = DeploymentReference.EXPECTED,
        pattern = NameForms.NAME + "(:[0-9]+(\\.[0-9]+){0,2})?")
public record DeploymentReference(String service, @Nullable VersionNumber version) {

    static final String EXPECTED = "the name of a service, such as orders, or of one of its versions, such as orders:2";

    public static DeploymentReference parse(String text) {
        int colon = text.indexOf(':');
        String service = colon < 0 ? text : text.substring(0, colon);
        VersionNumber version = colon < 0 ? null : VersionNumber.orNull(text.substring(colon + 1));
        if (!service.matches(NameForms.NAME) || (colon >= 0 && version == null)) {
            throw new MalformedValue(EXPECTED);
        }
        return new DeploymentReference(service, version);
    }

    /** Whether this version of a service is meant. */
    public boolean names(String name, VersionNumber number) {
        return service.equals(name) && (version == null || version.equals(number));
    }

    @Override
    public String toString() {
        return version == null ? service : service + ":" + version;
    }
}
