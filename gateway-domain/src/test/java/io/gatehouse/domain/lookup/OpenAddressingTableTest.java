package io.gatehouse.domain.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenAddressingTableTest {

    /** A key whose hash the test chooses. */
    private record Key(int number, int hash) {
        @Override
        public int hashCode() {
            return hash;
        }
    }

    private record Value(Key key) {}

    private static final class Values extends OpenAddressingTable<Key, Value> {

        Values(Collection<Value> values) {
            super(values, Value::key);
        }

        @Override
        protected boolean isOf(Value value, Key key) {
            return value.key().equals(key);
        }
    }

    private static final List<IntUnaryOperator> HASHES = List.of(
            number -> number,
            number -> -number,
            number -> 7,
            number -> -1,
            number -> number % 3,
            number -> number << 16,
            number -> number * 0x9E3779B9);

    @Test
    void findsEachValueByItsKeyAndNothingByAnyOtherHoweverTheirHashesFall() {
        for (IntUnaryOperator hash : HASHES) {
            for (int size : new int[] {0, 1, 2, 3, 4, 5, 63, 64, 65, 300}) {
                List<Value> values = IntStream.range(0, size)
                        .mapToObj(number -> new Value(new Key(number, hash.applyAsInt(number))))
                        .toList();
                var table = new Values(values);

                assertThat(table.all()).isEqualTo(values);
                for (Value value : values) {
                    assertThat(table.find(value.key())).isSameAs(value);
                }
                for (int number = size; number < size + 100; number++) {
                    assertThat(table.find(new Key(number, hash.applyAsInt(number))))
                            .isNull();
                }
            }
        }
    }
}
