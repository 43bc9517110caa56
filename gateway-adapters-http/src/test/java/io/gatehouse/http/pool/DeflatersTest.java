package io.gatehouse.http.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class DeflatersTest {

    @Test
    void lendsSoManyAtATimeAndTheSameAgain() {
        var deflaters = new Deflaters();
        List<Deflater> taken = new ArrayList<>();
        for (int i = 0; i < Deflaters.MOST; i++) {
            taken.add(deflaters.take());
        }
        assertThat(taken).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(deflaters.take()).isNull();

        deflaters.giveBack(taken.get(0));
        assertThat(deflaters.take()).isSameAs(taken.get(0));
        taken.forEach(deflaters::giveBack);
        assertThat(deflaters.take()).isNotNull();
    }
}
