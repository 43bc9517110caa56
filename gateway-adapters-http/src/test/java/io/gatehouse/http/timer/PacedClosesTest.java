package io.gatehouse.http.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacedClosesTest {

    private static final int MANY = 100;

    private final List<Integer> ended = new ArrayList<>();
    private final List<Integer> stopped = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final PacedCloses closes = new PacedCloses(later::add);

    @Test
    void fewEndAtOnce() {
        for (int i = 0; i < MANY; i++) {
            leave(i);
            assertThat(ended).hasSize(i + 1);
            assertThat(later).hasSize(1);
            later.remove(0).run();
        }
        assertThat(stopped).isEmpty();
        assertThat(later).isEmpty();
    }

    @Test
    void ofManySomeEndAtOnceAndTheOthersOneTurnAfterTheOther() {
        IntStream.range(0, MANY).forEach(this::leave);
        assertThat(ended).hasSize(PacedCloses.AT_A_TIME);
        assertThat(stopped).hasSize(MANY - PacedCloses.AT_A_TIME).doesNotContainAnyElementsOf(ended);
        int turns = 0;
        while (!later.isEmpty()) {
            assertThat(later).hasSize(1);
            int before = ended.size();
            later.remove(0).run();
            assertThat(ended.size() - before).isBetween(0, PacedCloses.AT_A_TIME);
            turns++;
        }
        assertThat(turns).isEqualTo(MANY / PacedCloses.AT_A_TIME + 1);
        assertThat(ended).isEqualTo(IntStream.range(0, MANY).boxed().toList());
    }

    @Test
    void whoComesWhileOthersWaitWaitsBehindThem() {
        IntStream.range(0, PacedCloses.AT_A_TIME + 1).forEach(this::leave);
        leave(MANY);
        assertThat(ended).hasSize(PacedCloses.AT_A_TIME);
        later.remove(0).run();
        assertThat(ended).endsWith(PacedCloses.AT_A_TIME, MANY);
    }

    @Test
    void allEndWhereThereIsNoLater() {
        var ending = new PacedCloses(what -> null);
        for (int i = 0; i < MANY; i++) {
            ending.add(new Client(i, null));
        }
        assertThat(ended).hasSize(MANY);
    }

    @Test
    void aDefectOfOneKeepsNoOtherWaiting() {
        IntStream.range(0, PacedCloses.AT_A_TIME).forEach(this::leave);
        var defect = new IllegalStateException("planted");
        closes.add(new Client(-1, defect));
        leave(MANY);
        assertThatThrownBy(() -> later.remove(0).run()).isSameAs(defect);
        later.remove(0).run();
        assertThat(ended).endsWith(MANY);
    }

    private void leave(int number) {
        closes.add(new Client(number, null));
    }

    private final class Client implements PacedCloses.Departing {

        private final int number;
        private final RuntimeException defect;

        Client(int number, RuntimeException defect) {
            this.number = number;
            this.defect = defect;
        }

        @Override
        public void stop() {
            stopped.add(number);
        }

        @Override
        public void depart() {
            if (defect != null) {
                throw defect;
            }
            ended.add(number);
        }
    }
}
