package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.http.timer.ScheduledTimer;

/** The clock of the machine, and a timer on a thread of its own. */
final class TimeModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Timer.class).to(ScheduledTimer.class);
    }

    @Provides
    @Singleton
    static GatewayClock clock() {
        return new SystemClock();
    }

    @Provides
    @Singleton
    static ScheduledTimer timer() {
        return new ScheduledTimer();
    }
}
