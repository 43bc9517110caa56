package io.gatehouse.compiler.document;

/** The form of HTTP methods. */
final class MethodName {

    static final String FORM = "(?!TRACE$|CONNECT$)[A-Z]{1,32}";
    static final String EXPECTED = "a method in upper case such as GET; TRACE and CONNECT never pass";

    private MethodName() {}
}
