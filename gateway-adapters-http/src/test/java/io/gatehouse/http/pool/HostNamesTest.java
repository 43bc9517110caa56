package io.gatehouse.http.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.time.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class HostNamesTest {

    private final ManualClock clock = new ManualClock();
    private final Deque<Runnable> blocking = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<List<InetAddress>> answers = new ArrayList<>();
    private InetAddress[] known = {address(1)};
    private final HostNames names = new HostNames(this::lookUp, blocking::add, clock);

    @Test
    void neverLooksUpWhatIsAnAddress() {
        ask("192.0.2.7");
        ask("2001:db8::1");

        assertThat(answers).hasSize(2);
        assertThat(blocking).isEmpty();
    }

    @Test
    void looksUpElsewhereAndOnceForAllWhoAsk() {
        ask("host");
        ask("host");
        assertThat(answers).isEmpty();
        runBlocking();

        assertThat(asked).containsExactly("host");
        assertThat(answers).containsExactly(List.of(address(1)), List.of(address(1)));
    }

    @Test
    void usesAnAnswerForAWhileAndThenAsksAgainWithoutWaiting() {
        ask("host");
        runBlocking();
        known = new InetAddress[] {address(2)};
        clock.advance(Duration.ofSeconds(14));
        ask("host");
        assertThat(blocking).isEmpty();

        clock.advance(Duration.ofSeconds(2));
        ask("host");
        assertThat(answers).hasSize(3).allMatch(answer -> answer.equals(List.of(address(1))));
        runBlocking();
        ask("host");
        assertThat(answers.get(3)).containsExactly(address(2));
        assertThat(asked).hasSize(2);
    }

    @Test
    void keepsTheOldAnswerWhileLookingUpFails() {
        ask("host");
        runBlocking();
        known = new InetAddress[0];
        clock.advance(Duration.ofMinutes(10));
        ask("host");
        runBlocking();
        clock.advance(Duration.ofMinutes(10));
        ask("host");

        assertThat(answers).hasSize(3).allMatch(answer -> answer.equals(List.of(address(1))));
    }

    @Test
    void doesNotAskAtOnceAgainForANameThatDoesNotExist() {
        known = new InetAddress[0];
        ask("host");
        runBlocking();
        ask("host");
        assertThat(blocking).isEmpty();
        assertThat(answers).containsExactly(List.of(), List.of());

        known = new InetAddress[] {address(3)};
        clock.advance(Duration.ofSeconds(2));
        ask("host");
        runBlocking();
        assertThat(answers.get(2)).containsExactly(address(3));
    }

    @Test
    void takesTheFamiliesOfAddressesInTurn() throws UnknownHostException {
        InetAddress six = InetAddress.getByName("2001:db8::1");
        known = new InetAddress[] {address(1), address(2), six};
        ask("host");
        runBlocking();

        assertThat(answers).containsExactly(List.of(address(1), six, address(2)));
    }

    @Test
    void beginsWithTheAddressThatWorkedForTenMinutes() {
        known = new InetAddress[] {address(1), address(2), address(3)};
        ask("host");
        runBlocking();
        names.prefer("host", address(2));
        ask("host");
        assertThat(answers.get(1)).containsExactly(address(2), address(1), address(3));

        clock.advance(Duration.ofMinutes(9));
        lookAgain();
        assertThat(answers.get(2)).as("looked up anew").containsExactly(address(2), address(1), address(3));

        clock.advance(Duration.ofMinutes(2));
        lookAgain();
        assertThat(answers.get(3)).containsExactly(address(1), address(2), address(3));
    }

    @Test
    void forgetsTheAddressThatWorkedWhenItIsNoneOfTheNameAnyMore() {
        known = new InetAddress[] {address(1), address(2)};
        ask("host");
        runBlocking();
        names.prefer("host", address(2));
        known = new InetAddress[] {address(3), address(4)};
        clock.advance(Duration.ofMinutes(1));
        lookAgain();

        assertThat(answers.get(1)).containsExactly(address(3), address(4));
    }

    @Test
    void saysWhyThereIsNoAddress() {
        known = new InetAddress[0];
        var told = new ArrayList<HostNames.Resolved>();
        names.resolve("host", Runnable::run, told::add);
        runBlocking();

        assertThat(told.get(0).failure())
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("host");
    }

    @Test
    void asksAgainAfterThereWasNoThreadToLookANameUp() {
        var busy = new ArrayDeque<Boolean>(List.of(true));
        var refusing = new HostNames(
                this::lookUp,
                work -> {
                    if (busy.poll() != null) {
                        throw new RejectedExecutionException("all threads are taken");
                    }
                    work.run();
                },
                clock);
        var told = new ArrayList<HostNames.Resolved>();
        refusing.resolve("host", Runnable::run, told::add);
        assertThat(told.get(0).failure()).hasMessageContaining("no thread");

        clock.advance(Duration.ofSeconds(2));
        refusing.resolve("host", Runnable::run, told::add);
        assertThat(told.get(1).addresses()).containsExactly(address(1));
    }

    @Test
    void asksAgainAfterTheSystemHadNoThreadToLookANameUp() {
        var busy = new ArrayDeque<Boolean>(List.of(true));
        var refusing = new HostNames(
                this::lookUp,
                work -> {
                    if (busy.poll() != null) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    work.run();
                },
                clock);
        var told = new ArrayList<HostNames.Resolved>();
        refusing.resolve("host", Runnable::run, told::add);
        assertThat(told)
                .singleElement()
                .matches(resolved -> resolved.addresses().isEmpty());

        clock.advance(Duration.ofSeconds(2));
        refusing.resolve("host", Runnable::run, told::add);
        assertThat(told.get(1).addresses()).containsExactly(address(1));
    }

    @Test
    void forgetsNamesThatAreNotUsedAnyMore() {
        ask("host");
        runBlocking();
        names.retain(Set.of("other"));
        ask("host");

        assertThat(blocking).hasSize(1);
    }

    private void ask(String name) {
        names.resolve(name, Runnable::run, answer -> answers.add(answer.addresses()));
    }

    /** Has an answer that is too old looked up again, and asks for the new one. */
    private void lookAgain() {
        names.resolve("host", Runnable::run, old -> {});
        runBlocking();
        ask("host");
    }

    private void runBlocking() {
        while (!blocking.isEmpty()) {
            blocking.poll().run();
        }
    }

    private InetAddress[] lookUp(String name) throws UnknownHostException {
        asked.add(name);
        if (known.length == 0) {
            throw new UnknownHostException(name);
        }
        return known;
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
