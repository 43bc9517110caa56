package io.gatehouse.discovery.swarm;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the API of a Docker engine is.
 *
 * @param uri with the scheme {@code unix} and a path, or {@code http} or {@code https} and a host
 */
@ScalarType(name = "engine API", expected = EngineAddress.EXPECTED, pattern = "(unix:///|https?://).+")
public record EngineAddress(URI uri) {

    static final String EXPECTED = "unix:///path/to/socket, or a URL with http or https and a host";

    /** Reads one. */
    public static EngineAddress parse(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme());
            boolean good = switch (scheme) {
                case "unix" ->
                    uri.getAuthority() == null
                            && uri.getPath() != null
                            && uri.getPath().length() > 1;
                case "http", "https" -> uri.getHost() != null && uri.getUserInfo() == null;
                default -> false;
            };
            if (good) {
                return new EngineAddress(uri);
            }
        } catch (URISyntaxException e) {
            throw new MalformedValue(EXPECTED);
        }
        throw new MalformedValue(EXPECTED);
    }

    /** Whether it is a socket of this machine. */
    boolean isSocket() {
        return "unix".equals(uri.getScheme());
    }
}
