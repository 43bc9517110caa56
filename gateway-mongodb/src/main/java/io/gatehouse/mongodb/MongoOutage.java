package io.gatehouse.mongodb;

import com.mongodb.MongoSecurityException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerDescription;
import io.gatehouse.domain.address.ConnectFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why a cluster takes no commands, as far as the driver itself knows. Names hosts, never credentials. */
final class MongoOutage {

    private static final int MOST_NAMED = 3;

    private MongoOutage() {}

    /** One line for the operator; empty if a command could be sent. */
    static Optional<String> of(ClusterDescription cluster) {
        if (cluster.getSrvResolutionException() != null) {
            return Optional.of(
                    "cannot reach MongoDB at " + cluster.getClusterSettings().getSrvHost() + ": "
                            + ConnectFailure.reason(cluster.getSrvResolutionException()));
        }
        List<ServerDescription> servers = cluster.getServerDescriptions();
        if (servers.stream().noneMatch(ServerDescription::isOk)) {
            return Optional.of("cannot reach MongoDB at "
                    + servers.stream()
                            .limit(MOST_NAMED)
                            .map(server -> name(server) + ": " + reason(server))
                            .collect(Collectors.joining(", "))
                    + more(servers));
        }
        if (cluster.getType() == ClusterType.REPLICA_SET && servers.stream().noneMatch(ServerDescription::isPrimary)) {
            return Optional.of("MongoDB has no primary at "
                    + servers.stream().limit(MOST_NAMED).map(MongoOutage::name).collect(Collectors.joining(", "))
                    + more(servers));
        }
        return Optional.empty();
    }

    private static String name(ServerDescription server) {
        ServerAddress address = server.getAddress();
        String host = address.getHost();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static String reason(ServerDescription server) {
        Throwable failure = server.getException();
        if (failure == null) {
            return "no response";
        }
        return failure instanceof MongoSecurityException ? "authentication failed" : ConnectFailure.reason(failure);
    }

    private static String more(List<ServerDescription> servers) {
        return servers.size() > MOST_NAMED ? " and " + (servers.size() - MOST_NAMED) + " more" : "";
    }
}
