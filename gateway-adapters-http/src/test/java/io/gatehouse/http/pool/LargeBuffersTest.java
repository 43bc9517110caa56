package io.gatehouse.http.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.connector.PooledByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeBuffersTest {

    private final LargeBuffers buffers = new LargeBuffers();

    @Test
    void lendsAFewAndNoMoreUntilOneComesBack() {
        List<PooledByteBuffer> lent = new ArrayList<>();
        for (PooledByteBuffer one = buffers.take(); one != null; one = buffers.take()) {
            lent.add(one);
        }
        assertThat(lent).hasSize(16);

        lent.get(3).close();
        assertThat(buffers.take()).isNotNull();
        assertThat(buffers.take()).isNull();
    }

    @Test
    void lendsTheSameMemoryAgainEmpty() {
        PooledByteBuffer one = buffers.take();
        assertThat(one).isNotNull();
        var memory = one.getBuffer();
        memory.put((byte) 1).flip();
        one.close();

        PooledByteBuffer again = buffers.take();
        assertThat(again).isNotNull();
        assertThat(again.getBuffer()).isSameAs(memory);
        assertThat(memory.remaining()).isEqualTo(memory.capacity());
    }

    @Test
    void takesOneBackOnce() {
        PooledByteBuffer one = buffers.take();
        assertThat(one).isNotNull();
        one.close();
        one.close();

        assertThat(one.isOpen()).isFalse();
        assertThat(buffers.take().getBuffer()).isNotSameAs(buffers.take().getBuffer());
    }
}
