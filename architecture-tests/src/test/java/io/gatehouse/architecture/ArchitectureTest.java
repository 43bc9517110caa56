package io.gatehouse.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.FailureReport;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule holds for Gatehouse, tells its reason, and fires on the violation planted for it. */
class ArchitectureTest {
    private static final JavaClasses GATEHOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(Modules.GATEHOUSE.base());
    private static final JavaClasses PLANTED =
            new ClassFileImporter().importPackages("io.gatehouse.architecture.planted");

    static Stream<Rule> rules() {
        return Stream.of(
                        RingRules.ALL,
                        LibraryRules.ALL,
                        PackageRules.ALL,
                        StageRules.ALL,
                        PortRules.ALL,
                        NameRules.ALL,
                        ConductRules.ALL,
                        LoggingRules.ALL,
                        WiringRules.ALL)
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(Rule rule) {
        rule.of().apply(Modules.GATEHOUSE).check(GATEHOUSE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void firesOnPlantedViolationsAndOnNothingElse(Rule rule) {
        Modules modules = rule.plantedModules();
        JavaClasses classes = PLANTED.that(resideInAPackage(modules.base() + ".."));
        List<String> planted = classes.stream()
                .filter(type -> type.getSimpleName().startsWith("Planted"))
                .map(JavaClass::getName)
                .toList();
        FailureReport report = rule.of().apply(modules).evaluate(classes).getFailureReport();

        assertThat(planted).as("violations planted in %s", modules.base()).isNotEmpty();
        assertThat(planted).allSatisfy(name -> assertThat(report.toString()).contains(name));
        assertThat(report.getDetails()).allSatisfy(line -> assertThat(line).contains("Planted"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void givesItsReason(Rule rule) {
        assertThat(rule.of().apply(Modules.GATEHOUSE).getDescription()).contains(", because ");
    }
}
