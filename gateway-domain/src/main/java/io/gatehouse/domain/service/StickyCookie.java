package io.gatehouse.domain.service;

import io.gatehouse.configuration.Secret;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The cookie by which a client comes back to the host that has served it.
 *
 * @param name of the cookie
 * @param ttl how long the client keeps it; null for as long as its session lasts
 * @param sameSite whether it is sent along with calls that other sites bring about
 * @param secret what the names of hosts are hashed with; null for what this process makes up
 */
public record StickyCookie(
        String name,
        @Nullable Duration ttl,
        SameSite sameSite,
        @Nullable Secret secret) {

    /** The values of the attribute {@code SameSite}. */
    public enum SameSite {
        LAX,
        STRICT,
        NONE;

        /** As it is written in a cookie. */
        public String attribute() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }
}
