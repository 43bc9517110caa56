package io.gatehouse.domain.registry;

/**
 * What a source knows beyond the words of the configuration, for adapters that know it as well. Equal to another that says the same.
 *
 * <p>It goes with what was read at the same moment: requests see both or neither. Immutable, safe for concurrent use. It is not in the
 * last good copy.
 */
public interface SourceDetails {

    /** Nothing. */
    SourceDetails NONE = new SourceDetails() {};
}
