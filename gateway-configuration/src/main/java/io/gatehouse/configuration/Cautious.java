package io.gatehouse.configuration;

import java.util.List;

/** A record that is right but may hold what hardly anybody means. The binder asks it once it is made, and warns. */
public interface Cautious {

    /**
     * A part that has another effect than its words let expect.
     *
     * @param key the key below the record
     * @param origin where the part is written
     * @param what what stands there
     * @param outcome what becomes of it
     */
    record Caution(String key, Origin origin, String what, String outcome) {}

    /** Those of this record; usually none. */
    List<Caution> cautions();
}
