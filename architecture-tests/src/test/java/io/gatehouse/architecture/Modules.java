package io.gatehouse.architecture;

import java.util.List;
import java.util.stream.Stream;

/** The modules of a product by their packages, so that a rule can be asked of Gatehouse and of a planted copy alike. */
record Modules(String base) {
    static final Modules GATEHOUSE = new Modules("io.gatehouse");

    static final List<String> ADAPTERS = List.of("http", "registry", "throttle", "security");

    String domain() {
        return module("domain");
    }

    String app() {
        return module("app");
    }

    String[] adapters() {
        return modules(ADAPTERS);
    }

    String[] domainAndAdapters() {
        return Stream.concat(Stream.of(domain()), Stream.of(adapters())).toArray(String[]::new);
    }

    String[] all() {
        return Stream.concat(Stream.of(domainAndAdapters()), Stream.of(app())).toArray(String[]::new);
    }

    String[] modules(List<String> names) {
        return names.stream().map(this::module).toArray(String[]::new);
    }

    private String module(String name) {
        return base + "." + name + "..";
    }
}
