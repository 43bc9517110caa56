package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The port that health checks ask: the host's own, or another.
 *
 * @param other the other port; null for the host's own
 */
@ScalarType(name = "port", expected = "same or a port from 1 to 65535", pattern = "same|[0-9]{1,5}")
public record ProbePort(@Nullable Integer other) {

    public static ProbePort parse(String text) {
        if (text.equals("same")) {
            return new ProbePort(null);
        }
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new MalformedValue("same or a port from 1 to 65535");
        }
        return new ProbePort(port);
    }
}
