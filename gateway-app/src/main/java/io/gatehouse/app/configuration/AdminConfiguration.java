package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.Extensible;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Secret;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.http.admin.AdminSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The admin port, which is never the data port. */
public record AdminConfiguration(
        @Described("Address and port, or off.") @Default("127.0.0.1:8081") @Disableable @Nullable
        ListenAddress address,

        @Described(
                "A Unix socket for the same, besides the address or, if that is off, in place of it; who may connect needs no token.")
        @Disableable
        @Nullable
        FilePath socket,

        @Described(
                "Who may connect to the socket: owner, the user of the process (0600); group, its group as well (0660).")
        @Default("owner")
        AdminSocket.Access socketAccess,

        @Described(
                "The bearer token for routes that change something or show configuration, unless the port is on loopback.")
        @Nullable
        Secret token,

        @Described("Whether the dashboard and what it asks for are served, and traffic is looked at for it.")
        @Default("true")
        boolean dashboard,

        @Described("Paths of the admin port that plug-ins answer.") @Default({}) @Extensible("admin.routes")
        Map<String, Sourced<Record>> routes) {

    /** Where a program on this machine reaches it: at its address, else at its socket; null if it is off. */
    public @Nullable String url() {
        if (address != null) {
            return "http://" + address;
        }
        return socket == null ? null : "unix:" + socket.resolve();
    }
}
