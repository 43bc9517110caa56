package io.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Names that say nothing. */
final class NameRules {
    static final List<Rule> ALL = List.of(
            new Rule("no class is a helper", "nameofclass", NameRules::noClassIsHelper),
            new Rule("no package is a drawer", "nameofpackage", NameRules::noPackageIsDrawer));

    private static final String REASON = "such a name fits everything, so in the end everything lies there";

    private NameRules() {}

    private static ArchRule noClassIsHelper(Modules modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(modules.all())
                .should()
                .haveNameMatching(".*(Util|Utils|Utility|Utilities|Common|Helper|Helpers|Manager|Impl)(\\$.*)?")
                .because(REASON);
    }

    private static ArchRule noPackageIsDrawer(Modules modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(modules.all())
                .should()
                .resideInAnyPackage(
                        "..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..manager..", "..impl..")
                .because(REASON);
    }
}
