package io.gatehouse.app.console;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the operator to ask the process to stop: SIGTERM, SIGINT (Ctrl-C), and SIGHUP (the terminal is gone) unless that is
 * given another meaning.
 *
 * <p>A shutdown hook would be simpler, but a JVM that dies by a signal ends with 128 and the signal's number, however
 * well it shut down. So the first signal only wakes whoever waits here, and main ends with a code of its own. The second
 * signal is no longer caught: it ends the process at once, for those who do not want to wait for requests in flight.
 *
 * <p>The JDK has no public type for signals. {@code sun.misc.Signal} is supported by all of them (module
 * {@code jdk.unsupported}) but cannot be named without a warning, hence the reflection.
 */
public final class StopSignals {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile @Nullable Runnable onHangUp;
    private @Nullable Thread waiting;

    private StopSignals() {}

    /** Begins to catch the signals; one that comes before {@link #await} is not lost. */
    public static StopSignals caught() {
        var signals = new StopSignals();
        NAMES.forEach(signals::listen);
        return signals;
    }

    /** Lets SIGHUP do this from now on, on a thread of its own; it does not ask the process to stop any more. */
    public void onHangUp(Runnable action) {
        onHangUp = action;
    }

    /** Does this on the calling thread, which is interrupted meanwhile if the process is asked to stop, and not afterwards. */
    public <T extends @Nullable Object> T interrupting(Supplier<T> work) {
        synchronized (this) {
            waiting = Thread.currentThread();
            interrupt();
        }
        try {
            return work.get();
        } finally {
            synchronized (this) {
                waiting = null;
                Thread.interrupted();
            }
        }
    }

    private synchronized void interrupt() {
        if (waiting != null && asked()) {
            waiting.interrupt();
        }
    }

    /** Whether the process has been asked to stop. */
    public boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits for the first signal; an interrupt of the waiting thread counts as one. */
    public void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Catches them no longer: each ends the process at once. */
    public void release() {
        NAMES.forEach(StopSignals::restore);
    }

    private void listen(String name) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> heard(name, method));
            handle(name, handler, ours);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Windows has no HUP, and with -Xrs the operator keeps all signals to himself.
            LOG.debug("cannot catch SIG{}", name, e);
        }
    }

    private @Nullable Object heard(String name, Method method) {
        if (!method.getName().equals("handle")) {
            return null;
        }
        Runnable action = onHangUp;
        if (name.equals("HUP") && action != null) {
            action.run();
            return null;
        }
        release();
        asked.countDown();
        interrupt();
        return null;
    }

    private static void restore(String name) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            handle(name, handler, handler.getField("SIG_DFL").get(null));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("cannot release SIG{}", name, e);
        }
    }

    private static void handle(String name, Class<?> handlerType, Object handler) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Object signal = type.getConstructor(String.class).newInstance(name);
        type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
    }
}
