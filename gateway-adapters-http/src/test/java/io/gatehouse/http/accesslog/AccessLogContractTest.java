package io.gatehouse.http.accesslog;

import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.traffic.TrafficListenerContract;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

class AccessLogContractTest extends TrafficListenerContract {

    private final CountDownLatch gate = new CountDownLatch(1);
    private final TestSink stuck = new TestSink();
    private final List<AccessLog> logs = new ArrayList<>();

    @AfterEach
    void close() {
        gate.countDown();
        logs.forEach(AccessLog::close);
    }

    @Override
    protected TrafficListener listener() {
        return log(OutputStream.nullOutputStream());
    }

    @Override
    protected TrafficListener stalled() {
        stuck.before(() -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return log(stuck);
    }

    private AccessLog log(OutputStream to) {
        var log = AccessLog.to(to, AccessLog.AccessLogFormat.JSON);
        logs.add(log);
        return log;
    }

    @Override
    protected long kept() {
        return logs.get(0).waiting();
    }

    @Override
    protected long mostKept() {
        return AccessLog.CAPACITY;
    }
}
