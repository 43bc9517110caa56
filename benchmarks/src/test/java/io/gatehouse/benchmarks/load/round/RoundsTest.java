package io.gatehouse.benchmarks.load.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.load.generator.InProcessLoad;
import io.gatehouse.benchmarks.load.generator.Workload;
import io.gatehouse.benchmarks.load.generator.Workload.Ask;
import io.gatehouse.benchmarks.load.process.Child;
import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.proxy.Tenancy;
import io.gatehouse.benchmarks.load.round.CpuTime.ClockTicks;
import io.undertow.Undertow;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A whole run of rounds whose contestants are servers of this JVM; the processes that stand for them sleep. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class RoundsTest {

    private static final ClockTicks TICKS = new ClockTicks(100);

    @TempDir
    Path folder;

    @Test
    void measuresEverySpotOnceARoundInTurnedOrder() throws Exception {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(exchange -> exchange.getResponseSender().send("hello"))
                .build();
        server.start();
        try (var children = new Children(folder)) {
            Child sleeper = children.start("sleeper", List.of("sleep", "1000"), Redirect.DISCARD);
            int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
            var target = new Target(Target.Kind.GATEHOUSE, port, sleeper, folder, Tenancy.USUAL, 0);
            Files.writeString(target.safepoints(), "Total: 9000000 ns\n");
            var steady = new Workload(List.of(new Ask("/", Map.of())), 0, 2, 1000);
            var spots = List.of(
                    new Spot("one", 1, target, steady),
                    new Spot("two", "reloading", 7, target, steady.at(500), nanos -> OptionalDouble.of(3)));
            var meter = new Meter(
                    new CpuTime(TICKS), new MachineTime(TICKS), new InProcessLoad(), sleeper, Duration.ofMillis(100));
            var samples = new ArrayList<Sample>();

            new Rounds(meter, new IdleGate(new MachineTime(TICKS), 99, Duration.ZERO), 99, 0)
                    .run(2, Duration.ofMinutes(5), spots, samples::add);

            assertThat(samples).extracting(Sample::curve).containsExactly("one", "two", "two", "one");
            assertThat(samples).extracting(Sample::round).containsExactly(1, 1, 2, 2);
            assertThat(samples).allMatch(Sample::good).allMatch(sample -> sample.get(Figure.P99) > 0);
            // What was written before is not of the slot.
            assertThat(samples).allMatch(sample -> sample.get(Figure.PAUSE) == 0);
            assertThat(samples.get(1))
                    .returns("reloading", Sample::contestant)
                    .returns(7.0, Sample::x)
                    .returns(3.0, sample -> sample.get(Figure.RELOAD));
            assertThat(samples.get(0).get(Figure.RELOAD)).isNaN();
        } finally {
            server.stop();
        }
    }

    @Test
    void beginsNoRoundAfterTheLimit() throws Exception {
        try (var children = new Children(folder)) {
            Child sleeper = children.start("sleeper", List.of("sleep", "1000"), Redirect.DISCARD);
            var meter = new Meter(
                    new CpuTime(TICKS), new MachineTime(TICKS), new InProcessLoad(), sleeper, Duration.ofMillis(100));
            var samples = new ArrayList<Sample>();
            var target = new Target(Target.Kind.NGINX, 1, sleeper, folder, Tenancy.USUAL, 0);
            var never = new Spot("one", 1, target, new Workload(List.of(new Ask("/", Map.of())), 0, 1, 0));

            new Rounds(meter, new IdleGate(new MachineTime(TICKS), 99, Duration.ZERO), 99, 0)
                    .run(2, Duration.ZERO, List.of(never), samples::add);

            assertThat(samples).isEmpty();
        }
    }
}
