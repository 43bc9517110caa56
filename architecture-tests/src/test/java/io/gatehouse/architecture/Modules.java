package io.gatehouse.architecture;

import java.util.List;
import java.util.stream.Stream;

/** The modules of a product by their packages, so that a rule can be asked of Gatehouse and of a planted copy alike. */
record Modules(String base) {
    static final Modules GATEHOUSE = new Modules("io.gatehouse");

    static final List<String> ADAPTERS =
            List.of("http", "registry", "throttle", "security", "discovery", "observability", "acme");

    String domain() {
        return module("domain");
    }

    /** Binding of configuration: below the domain. */
    String configuration() {
        return module("configuration");
    }

    /** What compiles registries and compares them: above the domain, below the application. */
    String[] aboveDomain() {
        return modules(List.of("compiler", "comparison"));
    }

    /** All that is pure: the JDK and JSpecify, and nothing of ours but each other. */
    String[] core() {
        return Stream.concat(Stream.of(configuration(), domain()), Stream.of(aboveDomain()))
                .toArray(String[]::new);
    }

    /** What adapters share: the API of plug-ins, and connections to a store that several of them use. */
    String[] belowAdapters() {
        return modules(List.of("plugin", "mongodb"));
    }

    String app() {
        return module("app");
    }

    String[] adapters() {
        return modules(ADAPTERS);
    }

    String[] coreAndAdapters() {
        return Stream.of(core(), belowAdapters(), adapters())
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }

    String[] all() {
        return Stream.concat(Stream.of(coreAndAdapters()), Stream.of(app())).toArray(String[]::new);
    }

    String[] modules(List<String> names) {
        return names.stream().map(this::module).toArray(String[]::new);
    }

    private String module(String name) {
        return base + "." + name + "..";
    }
}
