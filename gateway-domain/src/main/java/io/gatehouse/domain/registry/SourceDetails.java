package io.gatehouse.domain.registry;

/**
 * What a source knows beyond the words of the configuration, for adapters that know it as well. Equal to another that says the same.
 *
 * <p>It goes with what was read at the same moment: requests see both or neither. Immutable, safe for concurrent use.
 */
public interface SourceDetails {

    /** Nothing. */
    SourceDetails NONE = new SourceDetails() {};

    /** What its source can make it of again, for the last good copy: may hold secrets. Empty for nothing, which is not made again. */
    default byte[] kept() {
        return new byte[0];
    }
}
