package io.gatehouse.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;

/** An architecture rule, with the package below {@code planted} whose classes break it on purpose. */
record Rule(String name, String planted, Function<Modules, ArchRule> of) {
    Modules plantedModules() {
        return new Modules("io.gatehouse.architecture.planted." + planted);
    }

    @Override
    public String toString() {
        return name;
    }
}
