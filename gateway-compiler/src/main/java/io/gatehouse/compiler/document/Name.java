package io.gatehouse.compiler.document;

/** The form of the names that operators choose. They are path segments, metric labels and parts of identifiers. */
final class Name {

    static final String FORM = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}";
    static final String EXPECTED = "a name of letters, digits, '_', '.' and '-' that starts with a letter or digit";

    private Name() {}
}
