package io.gatehouse.discovery.swarm;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which engine is asked, as gateway.yml has it. */
@Described("Finds hosts by services of a Docker Swarm: hosts {swarm: SERVICE}.")
public record SwarmSettings(
        @Described("The API of an engine that is a manager: unix:///path, http://host:port or https://host:port.")
        @Default("unix:///var/run/docker.sock")
        EngineAddress api,

        @Described("PEM certificates that have to have signed that of the API; what the JDK trusts if there is none.")
        @Nullable
        FilePath ca,

        @Described("The network in which tasks are reached; if none is named, their first one besides ingress.")
        @Nullable
        String network,

        @Described(
                "How often tasks are asked for, all at once, as Swarm reports none of its own accord. Longer where that takes long.")
        @Default("500ms")
        Duration poll) {}
