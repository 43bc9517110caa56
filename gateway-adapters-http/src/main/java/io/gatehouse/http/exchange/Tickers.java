package io.gatehouse.http.exchange;

import io.gatehouse.domain.time.GatewayClock;
import org.xnio.XnioIoThread;

/** The tickers of all I/O threads of one server. Safe for concurrent use. */
public final class Tickers {

    private final ThreadLocal<Ticker> ofThread;

    public Tickers(GatewayClock clock) {
        this.ofThread = ThreadLocal.withInitial(() -> new Ticker(XnioIoThread.requireCurrentThread(), clock));
    }

    /** The ticker of the calling I/O thread. */
    public Ticker ofThisThread() {
        return ofThread.get();
    }
}
