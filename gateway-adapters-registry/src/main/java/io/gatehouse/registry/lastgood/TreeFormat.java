package io.gatehouse.registry.lastgood;

/** The marks of the pieces of a written tree. */
final class TreeFormat {

    static final int MAPPING = 1;
    static final int SEQUENCE = 2;
    static final int SCALAR = 3;

    private TreeFormat() {}
}
