package io.gatehouse.http.exchange;

import io.gatehouse.domain.gateway.Reauthorization;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.http.connection.ClientTimeouts;
import io.gatehouse.http.timer.DeadlineScanners;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all exchanges of one server share.
 *
 * @param registry what they are judged by
 * @param reauthorization judges those that last again, when that has changed
 * @param inFlight counts them
 * @param scanners watch them
 * @param clock says when they begin and end
 * @param traffic hears when they have ended
 * @param errors makes the responses to those that are refused
 * @param quotaFields say to clients what is left of their limit
 * @param stopping whether every response is to be the last on its connection
 * @param patience how long clients may be silent
 * @param noted what is noted for those who look at single exchanges
 * @param traces says which traces they belong to; null if the gateway takes no part in any
 */
public record ServerContext(
        LiveRegistry registry,
        Reauthorization reauthorization,
        InFlight inFlight,
        DeadlineScanners scanners,
        GatewayClock clock,
        TrafficListener traffic,
        ErrorResponse errors,
        QuotaFields quotaFields,
        BooleanSupplier stopping,
        ClientTimeouts patience,
        NotedDetails noted,
        @Nullable Traces traces) {}
