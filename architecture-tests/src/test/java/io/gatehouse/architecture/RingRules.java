package io.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** The rings of the hexagon: who may see whom. */
final class RingRules {
    static final List<Rule> ALL = List.of(
            new Rule("the domain is pure", "purity", RingRules::domainIsPure),
            new Rule("the domain does not see what is made of it", "above", RingRules::domainDoesNotSeeWhatIsAbove),
            new Rule("adapters are apart", "apart", RingRules::adaptersAreApart),
            new Rule("only the application sees adapters", "outward", RingRules::onlyTheApplicationSeesAdapters),
            new Rule("nothing sees the application", "upward", RingRules::nothingSeesTheApplication));

    /** Of the JDK's own {@code javax} packages those of exceptions that say why a server was not reached. */
    private static final String[] JDK_AND_JSPECIFY = {
        "", "java..", "javax.crypto..", "javax.naming", "javax.net.ssl", "javax.security.auth.x500", "org.jspecify.."
    };

    private RingRules() {}

    private static ArchRule domainIsPure(Modules modules) {
        return classes()
                .that()
                .resideInAnyPackage(modules.core())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(Stream.of(JDK_AND_JSPECIFY), Stream.of(modules.core()))
                        .toArray(String[]::new))
                .because("the domain outlives every library and is tested without any server");
    }

    private static ArchRule domainDoesNotSeeWhatIsAbove(Modules modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(modules.configuration(), modules.domain())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(modules.aboveDomain())
                .because("requests are judged by the snapshot, whatever made it");
    }

    private static ArchRule adaptersAreApart(Modules modules) {
        return slices().matching(modules.base() + ".(" + String.join("|", Modules.ADAPTERS) + ")..")
                .should()
                .notDependOnEachOther()
                .because("one adapter can then be exchanged without touching another");
    }

    private static ArchRule onlyTheApplicationSeesAdapters(Modules modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(Stream.concat(Stream.of(modules.core()), Stream.of(modules.belowAdapters()))
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(modules.adapters())
                .because("adapters depend on the domain's ports, never the other way round");
    }

    private static ArchRule nothingSeesTheApplication(Modules modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(modules.coreAndAdapters())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(modules.app())
                .because("the application is the one place where parts are put together");
    }
}
