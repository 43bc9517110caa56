package io.gatehouse.domain.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the narrowest of many address ranges that holds an address, in at most as many steps as the address has bits,
 * however many ranges there are. Immutable, safe for concurrent use.
 *
 * @param <V> what is kept for a range
 */
public final class AddressTrie<V> {

    private static final int NONE = -1;

    private final Object[] values;
    private final int[] zero;
    private final int[] one;
    private final int rootOfFour;
    private final int rootOfSixteen;

    private AddressTrie(Builder builder, int rootOfFour, int rootOfSixteen) {
        this.values = Arrays.copyOf(builder.values, builder.size);
        this.zero = Arrays.copyOf(builder.zero, builder.size);
        this.one = Arrays.copyOf(builder.one, builder.size);
        this.rootOfFour = rootOfFour;
        this.rootOfSixteen = rootOfSixteen;
    }

    /** A trie of these ranges. */
    public static <V> AddressTrie<V> of(Map<AddressRange, V> ranges) {
        var builder = new Builder();
        int four = builder.node();
        int sixteen = builder.node();
        ranges.forEach((range, value) -> {
            byte[] network = range.network();
            builder.add(network.length == 4 ? four : sixteen, network, range.prefix(), value);
        });
        return new AddressTrie<>(builder, four, sixteen);
    }

    /** What is kept for the narrowest range that holds the address; null if none does. */
    @SuppressWarnings("unchecked")
    public @Nullable V find(InetAddress address) {
        if (isEmpty()) {
            return null;
        }
        byte[] bytes = AddressRange.unmapped(address.getAddress());
        int node = bytes.length == 4 ? rootOfFour : rootOfSixteen;
        Object found = null;
        for (int bit = 0; node != NONE; bit++) {
            found = values[node] == null ? found : values[node];
            if (bit == bytes.length * 8) {
                break;
            }
            node = isSet(bytes, bit) ? one[node] : zero[node];
        }
        return (V) found;
    }

    /** Whether there are no ranges at all. */
    public boolean isEmpty() {
        return values.length == 2 && values[0] == null && values[1] == null;
    }

    private static boolean isSet(byte[] bytes, int bit) {
        return (bytes[bit >> 3] & (0x80 >> (bit & 7))) != 0;
    }

    /** Growing arrays of nodes: what each holds, and where its two children are. */
    private static final class Builder {
        private Object[] values = new Object[16];
        private int[] zero = new int[16];
        private int[] one = new int[16];
        private int size;

        int node() {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
                zero = Arrays.copyOf(zero, size * 2);
                one = Arrays.copyOf(one, size * 2);
            }
            zero[size] = NONE;
            one[size] = NONE;
            return size++;
        }

        void add(int root, byte[] network, int prefix, Object value) {
            int node = root;
            for (int bit = 0; bit < prefix; bit++) {
                node = child(node, isSet(network, bit));
            }
            values[node] = values[node] == null ? value : values[node];
        }

        private int child(int node, boolean set) {
            int known = set ? one[node] : zero[node];
            if (known != NONE) {
                return known;
            }
            int made = node();
            (set ? one : zero)[node] = made;
            return made;
        }
    }
}
