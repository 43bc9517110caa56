package io.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Which module may use which library: a literal table. */
final class LibraryRules {
    static final List<Rule> ALL = List.of(
            library("io.undertow", "http"),
            library("org.xnio", "http"),
            library("io.netty", "http"),
            library("org.jctools", "http", "observability"),
            library("io.micrometer", "http", "observability", "app"),
            library("com.fasterxml.jackson", "http", "registry", "discovery", "observability", "app"),
            library("io.opentelemetry", "observability"),
            library("org.xbill.DNS", "discovery"),
            library("org.shredzone.acme4j", "acme"),
            library("org.bouncycastle", "acme"),
            library("org.yaml.snakeyaml", "registry", "app"),
            library("com.mongodb", "mongodb", "registry", "throttle", "security", "observability", "app"),
            library("com.nimbusds", "security"),
            library("com.maxmind", "security"),
            library("ua_parser", "security"),
            library("com.github.benmanes.caffeine", "security", "http"),
            library(
                    "com.google.inject",
                    "plugin",
                    "http",
                    "registry",
                    "throttle",
                    "security",
                    "discovery",
                    "observability",
                    "app"),
            library("picocli", "app"),
            library("ch.qos.logback", "app"));

    private LibraryRules() {}

    private static Rule library(String library, String... modules) {
        return new Rule("library " + library, "library", product -> onlyIn(product, library, List.of(modules)));
    }

    private static ArchRule onlyIn(Modules product, String library, List<String> modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(product.all())
                .and()
                .resideOutsideOfPackages(product.modules(modules))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .because("only " + String.join(", ", modules) + " may have to change when this library does");
    }
}
