package io.gatehouse.http.codec;

import io.undertow.protocols.http2.HpackDecoder;
import io.undertow.util.HttpString;
import java.util.Arrays;

/** The fields of one header block as they came, in order, as many as a head may have. Reused by its connection. */
public final class FieldList extends ReadFields implements HpackDecoder.HeaderEmitter {

    /** What a field costs beside its characters (RFC 9113, 10.5.1). */
    private static final int OVERHEAD = 32;

    private static final int USUAL = 24;

    private final HeadLimits limits;
    private int fields;
    private long size;

    public FieldList(HeadLimits limits) {
        super(USUAL);
        this.limits = limits;
    }

    /** Takes all out. */
    public void clear() {
        Arrays.fill(names, 0, count, HttpString.EMPTY);
        Arrays.fill(values, 0, count, "");
        forgetAll();
        fields = 0;
        size = 0;
    }

    /** Takes one more; what is too much is counted only, so that the peer's table and ours stay the same. */
    @Override
    public void emitHeader(HttpString name, String value, boolean neverIndex) {
        fields += name.length() > 0 && name.byteAt(0) == ':' ? 0 : 1;
        size += name.length() + value.length() + OVERHEAD;
        if (isTooLarge()) {
            return;
        }
        keep(name, value);
    }

    /** Whether there were more, or longer ones, than there may be. */
    public boolean isTooLarge() {
        return size > limits.bytes() || fields > limits.headers();
    }

    /** Whether this one is a pseudo-header. */
    public boolean isPseudo(int i) {
        return names[i].byteAt(0) == ':';
    }
}
