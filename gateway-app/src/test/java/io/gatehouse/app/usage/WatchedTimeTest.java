package io.gatehouse.app.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.usage.UsageStore.Note;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatchedTimeTest {

    @Test
    void nobodyHasWatchedYet() {
        assertThat(new WatchedTime(List.of()).since(0)).isZero();
        assertThat(new WatchedTime(List.of()).begin()).isEqualTo(-1);
    }

    /** Beside a bit for each millisecond. */
    @Test
    void countsEachMomentOnceHoweverManyWatch() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var moments = new BitSet();
            var watches = new ArrayList<Note>();
            for (int n = 0; n < random.nextInt(12); n++) {
                int begin = random.nextInt(100);
                int end = begin + random.nextInt(30);
                moments.set(begin, end);
                watches.add(new Note("watch run" + n, begin, end, -1));
            }
            var watched = new WatchedTime(watches);
            for (int from : new int[] {0, 17, 50, 99, 140}) {
                assertThat(watched.since(from))
                        .as("seed %d, since %d", seed, from)
                        .isEqualTo(moments.get(from, 200).cardinality());
            }
        }
    }
}
