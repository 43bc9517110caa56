package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.MaskedAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CounterKeyTest {

    @Test
    void saysInOneTextWhatIsCounted() {
        assertThat(new CounterKey("strict", "acme", address("192.0.2.7")).text())
                .isEqualTo("strict|acme|192.0.2.7");
        assertThat(new CounterKey("strict", "", address("2001:db8::7")).text())
                .isEqualTo("strict||2001:db8:0:0:0:0:0:0/64");
        assertThat(new CounterKey("strict", "acme", null).text()).isEqualTo("strict|acme|");
    }

    /** A hash map makes a tree of a crowded bucket only if its keys are ordered among themselves. */
    @Test
    void isOrderedSoThatACrowdedBucketIsATree() {
        assertThat(CounterKey.class.getGenericInterfaces())
                .extracting(Object::toString)
                .containsExactly("java.lang.Comparable<" + CounterKey.class.getName() + ">");

        List<CounterKey> crowded = new ArrayList<>();
        for (int n = 0; n < 1 << 13; n++) {
            crowded.add(new CounterKey("q", owner(n), null));
        }
        assertThat(crowded.stream().map(CounterKey::hashCode).distinct()).hasSize(1);
        Collections.shuffle(crowded, new java.util.Random(42));
        var ordered = new TreeSet<>(crowded);
        assertThat(ordered).hasSize(1 << 13);
        assertThat(crowded).allMatch(ordered::contains);
    }

    @Test
    void isOrderedAsItIsEqual() {
        List<CounterKey> rising = List.of(
                new CounterKey("one", "", null),
                new CounterKey("one", "acme", null),
                new CounterKey("other", "acme", null),
                new CounterKey("one", "", address("192.0.2.1")),
                new CounterKey("one", "acme", address("192.0.2.1")),
                new CounterKey("one", "acme", address("2001:db8::1")));
        for (int one = 0; one < rising.size(); one++) {
            for (int other = 0; other < rising.size(); other++) {
                assertThat(Integer.signum(rising.get(one).compareTo(rising.get(other))))
                        .isEqualTo(Integer.compare(one, other));
            }
        }
    }

    /** Thirteen times one of two texts that have the same hash. */
    private static String owner(int bits) {
        var text = new StringBuilder("acme/");
        for (int bit = 0; bit < 13; bit++) {
            text.append((bits >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static @Nullable MaskedAddress address(String text) {
        return MaskedAddress.of(AddressLiteral.parse(text), MaskedAddress.DEFAULT_IPV6_PREFIX);
    }
}
