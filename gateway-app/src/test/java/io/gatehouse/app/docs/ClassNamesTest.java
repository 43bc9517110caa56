package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A name of a class means one class, and the pages name classes that there are. */
class ClassNamesTest {

    /** Names in pages that are others' classes, options of the JVM, settings, or examples. */
    private static final Set<String> OF_OTHERS = Set.of(
            "AlwaysPreTouch",
            "AsyncAppender",
            "AutoCloseable",
            "DefaultJWTClaimsVerifier",
            "EdDSA",
            "HdrHistogram",
            "LimitNOFILE",
            "ExitOnOutOfMemoryError",
            "LoadBalancingProxyClient",
            "MaxRAMPercentage",
            "MeterRegistry",
            "NewSize",
            "NullMarked",
            "OutputStream",
            "ProxyHandler",
            "SignedJWT",
            "SomethingContract",
            "SomethingTest",
            "SuppressWarnings",
            "UseCompactObjectHeaders",
            "UseParallelGC",
            "UseTransparentHugePages");

    private static final Set<String> CLASSES =
            Sources.all().stream().flatMap(ClassNamesTest::declared).collect(Collectors.toSet());

    @Test
    void areGivenOnceInMainCode() {
        List<String> names = Sources.main().stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("package-info.java") && !name.equals("module-info.java"))
                .toList();

        assertThat(names).doesNotHaveDuplicates();
    }

    static Stream<String> pages() {
        return OldWordsTest.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void onPagesAreThoseOfClasses(String page) {
        List<String> named = Pages.all("`([^`\n]+)`", Pages.text(page)).stream()
                .flatMap(code ->
                        Pages.all("(?<![\\w/\"-])([A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+)(?![\\w-])", code).stream())
                .filter(name -> !OF_OTHERS.contains(name))
                .distinct()
                .toList();

        assertThat(CLASSES).containsAll(named);
    }

    private static Stream<String> declared(Path file) {
        return Pages.all("\\b(?:class|record|interface|enum)\\s+([A-Z]\\w*)", Sources.text(file)).stream();
    }
}
