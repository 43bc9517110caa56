package io.gatehouse.compiler;

import io.gatehouse.compiler.document.AccessDefault;
import io.gatehouse.compiler.document.DevicePatternDocument;
import io.gatehouse.compiler.document.DeviceRulesDocument;
import io.gatehouse.compiler.document.DeviceVersionDocument;
import io.gatehouse.domain.device.DevicePattern;
import io.gatehouse.domain.device.DevicePattern.PartPattern;
import io.gatehouse.domain.device.DevicePattern.ReleasePattern;
import io.gatehouse.domain.device.DeviceRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles with which devices a key may be used. */
final class DeviceRuleCompiler {

    private DeviceRuleCompiler() {}

    static @Nullable DeviceRule compile(@Nullable DeviceRulesDocument document) {
        return document == null
                ? null
                : new DeviceRule(
                        patterns(document.allow()),
                        patterns(document.deny()),
                        document.withoutUserAgent() == AccessDefault.ALLOW,
                        document.origin());
    }

    private static List<DevicePattern> patterns(@Nullable List<DevicePatternDocument> documents) {
        return documents == null
                ? List.of()
                : documents.stream().map(DeviceRuleCompiler::pattern).toList();
    }

    private static DevicePattern pattern(DevicePatternDocument document) {
        var release = release(document.major(), document.minor(), document.patch());
        var os = document.os();
        return os == null
                ? new DevicePattern(orAny(document.family()), release, "*", ReleasePattern.ANY)
                : new DevicePattern(
                        orAny(document.family()),
                        release,
                        orAny(os.family()),
                        release(os.major(), os.minor(), os.patch()));
    }

    private static ReleasePattern release(
            @Nullable DeviceVersionDocument major,
            @Nullable DeviceVersionDocument minor,
            @Nullable DeviceVersionDocument patch) {
        return new ReleasePattern(part(major), part(minor), part(patch));
    }

    private static PartPattern part(@Nullable DeviceVersionDocument document) {
        if (document == null || "*".equals(document.exact())) {
            return PartPattern.ANY;
        }
        return new PartPattern(document.exact(), widened(document.min()), widened(document.max()));
    }

    private static @Nullable Long widened(@Nullable Integer number) {
        return number == null ? null : Long.valueOf(number);
    }

    private static String orAny(@Nullable String family) {
        return family == null ? "*" : family;
    }
}
