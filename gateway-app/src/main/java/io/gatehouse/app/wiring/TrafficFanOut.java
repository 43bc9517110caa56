package io.gatehouse.app.wiring;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TrafficListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies several listeners, in order; one that throws, against its contract, does not keep it from the others. */
final class TrafficFanOut implements TrafficListener {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficFanOut.class);

    private final TrafficListener[] listeners;

    TrafficFanOut(List<TrafficListener> listeners) {
        this.listeners = listeners.toArray(TrafficListener[]::new);
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        for (TrafficListener listener : listeners) {
            try {
                listener.ended(exchange);
            } catch (RuntimeException e) {
                LOG.error("The traffic listener {} failed", listener.getClass().getName(), e);
            }
        }
    }
}
