package io.gatehouse.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;

/**
 * Clients that send the requests of an attack without an end, each after its last one was answered, in a process of their own
 * that yields to everybody else's: elsewhere they would have a machine of their own.
 */
final class Attackers implements AutoCloseable {

    private static final String BEGUN = "all have begun";

    private final Process process;

    private Attackers(Process process) {
        this.process = process;
    }

    /** Begins an attack, and waits until all clients have sent a request. */
    static Attackers begin(int port, Attack attack) throws IOException {
        Process process = new ProcessBuilder(
                        "nice",
                        "-n",
                        "19",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attackers.class.getName(),
                        Integer.toString(port),
                        Integer.toString(Attack.ALL.indexOf(attack)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Assertions.assertThat(out.readLine()).isEqualTo(BEGUN);
        return new Attackers(process);
    }

    /** Fails if they have given up. */
    void demandThatTheyGoOn() {
        Assertions.assertThat(process.isAlive()).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** The attackers themselves, until they are killed: the port, and the number of the attack. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        Attack attack = Attack.ALL.get(Integer.parseInt(arguments[1]));
        var numbers = new AtomicInteger((int) System.nanoTime() & 0xffffff);
        var begun = new CountDownLatch(attack.clients());
        for (int n = 0; n < attack.clients(); n++) {
            new Thread(null, () -> attack(port, attack, numbers, begun), "attacker-" + n, 1 << 18).start();
        }
        begun.await();
        System.out.println(BEGUN);
    }

    private static void attack(int port, Attack attack, AtomicInteger numbers, CountDownLatch begun) {
        var pace = new Pace();
        boolean first = true;
        while (true) {
            try (var client = new KeepAliveClient(port)) {
                while (true) {
                    client.send(attack.request().apply(numbers.incrementAndGet()));
                    if (first) {
                        begun.countDown();
                        first = false;
                    }
                    client.answer();
                    pace.after(attack.pauseMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (IOException cutOff) {
                // Such as a refusal that ends the connection: attackers connect again.
                pace.after(Math.max(1, attack.pauseMillis()), TimeUnit.MILLISECONDS);
            }
        }
    }
}
