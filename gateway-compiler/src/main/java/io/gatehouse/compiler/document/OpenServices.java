package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;

/** Warns of services that are open to everybody without anybody having said so. */
final class OpenServices implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        bound.documents()
                .services()
                .forEach((name, service) -> service.versions().entrySet().stream()
                        .filter(version -> !version.getValue().saysWhatItRequires())
                        .findFirst()
                        .ifPresent(version -> problems.warn(new Notice(
                                version.getValue().origin(),
                                "services." + name + ".versions." + version.getKey(),
                                "no requires, and no package or application names the service",
                                "it is open to everybody; requires: [] says that this is meant"))));
    }
}
