package io.gatehouse.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** Slices a product by module and feature: the first package below the module, with all that lies under it. */
final class FeaturePackages implements SliceAssignment {
    private final String prefix;

    FeaturePackages(Modules modules) {
        this.prefix = modules.base() + ".";
    }

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
        if (!type.getPackageName().startsWith(prefix)) {
            return SliceIdentifier.ignore();
        }
        String[] names = names(type);
        return SliceIdentifier.of(names[0], names.length > 1 ? names[1] : "(top)");
    }

    private String[] names(JavaClass type) {
        return type.getPackageName().substring(prefix.length()).split("\\.", 3);
    }

    @Override
    public String getDescription() {
        return "features of every module";
    }
}
