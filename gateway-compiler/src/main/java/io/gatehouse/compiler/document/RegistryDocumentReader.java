package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Binder;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Suggestion;
import io.gatehouse.domain.registry.RegistryTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Understands what a source has read: binds every service, product, tenant and the policy, then checks the rules between
 * them. Finds all problems of all parts. Stateless, safe for use by several threads.
 */
public final class RegistryDocumentReader {

    private static final Pattern NAME = Pattern.compile(NameForms.NAME);

    static final String TENANTS = "tenants";
    private static final String POLICY = "policy";
    private static final List<String> POLICY_KEYS = Binder.keys(PolicyDocument.class);

    /** All that may stand at the top of a part. */
    private static final List<String> TOP = Stream.concat(
                    Stream.of("services", "products", TENANTS), POLICY_KEYS.stream())
            .toList();

    private RegistryDocumentReader() {}

    /**
     * The documents. What holds mistakes is left out, so they are only to be used if there are no problems.
     *
     * @param problems receives the problems of the tree itself and everything that is found here
     */
    public static RegistryDocuments read(RegistryTree tree, Problems problems) {
        return read(tree, new KnownDocuments(), ExtensionTypes.NONE, problems);
    }

    /**
     * The same where a tree of this source has been read before.
     *
     * @param known what became of its documents
     * @param extensions what documents may hold besides, always the same: {@link HostDocument#DISCOVERY} and
     *     {@link ServiceDocument#LOAD_BALANCING}
     */
    public static RegistryDocuments read(
            RegistryTree tree, KnownDocuments known, ExtensionTypes extensions, Problems problems) {
        tree.problems().forEach(problems::add);
        Map<String, List<Node.Entry>> sections = new HashMap<>();
        List<Node.Entry> policy = new ArrayList<>();
        Set<String> unread = new HashSet<>(isWhole(tree) ? Set.of() : TOP);
        for (Node.Mapping part : tree.parts()) {
            split(part, sections, policy, unread, problems);
        }
        Section<ServiceDocument> services =
                section("services", ServiceDocument.class, sections, known, extensions, problems);
        Section<ProductDocument> products =
                section("products", ProductDocument.class, sections, known, extensions, problems);
        Section<TenantDocument> tenants = section(TENANTS, TenantDocument.class, sections, known, extensions, problems);
        Origin origin = tree.parts().isEmpty()
                ? Origin.of(tree.description())
                : tree.parts().get(0).origin();
        var written = new Node.Entry("", origin, new Node.Mapping(origin, policy));
        PolicyDocument bound =
                document(POLICY, written, PolicyDocument.class, ConfigPath.root(origin, problems), known, problems);
        RegistryDocuments documents = new RegistryDocuments(
                NamedServices.of(products.good(), tenants.good()).requireKeys(services.good()),
                products.good(),
                tenants.good(),
                bound == null ? none(origin) : bound);
        BoundRegistry all = BoundRegistry.of(
                documents,
                new BoundRegistry.Declared(services.broken(), unread.contains("services")),
                new BoundRegistry.Declared(products.broken(), unread.contains("products")),
                bound == null || unread.stream().anyMatch(POLICY_KEYS::contains));
        DocumentRule.ALL.forEach(rule -> {
            CooperativeYield.giveWay();
            rule.check(all, problems);
        });
        return documents;
    }

    /** Whether every part of the source could be read: a problem of a part that is there, such as a variable, hides nothing. */
    private static boolean isWhole(RegistryTree tree) {
        Set<String> read = new HashSet<>();
        tree.parts().forEach(part -> read.add(part.origin().source()));
        return tree.problems().stream()
                .allMatch(problem -> read.contains(problem.origin().source()));
    }

    private static void split(
            Node.Mapping part,
            Map<String, List<Node.Entry>> sections,
            List<Node.Entry> policy,
            Set<String> unread,
            Problems problems) {
        Map<String, Origin> seen = new HashMap<>();
        for (Node.Entry entry : part.entries()) {
            ConfigPath place = ConfigPath.root(entry.origin(), problems).key(entry.key(), entry.origin());
            if (POLICY_KEYS.contains(entry.key())) {
                policy.add(entry);
            } else if (!RegistryTree.SECTIONS.contains(entry.key())) {
                place.refuse(
                        entry.origin(),
                        "unknown key",
                        "one of " + String.join(", ", TOP) + Suggestion.hint(entry.key(), TOP));
                String meant = Suggestion.nearest(entry.key(), TOP);
                unread.addAll(meant == null ? TOP : List.of(meant));
            } else {
                Origin first = seen.putIfAbsent(entry.key(), entry.origin());
                if (first != null) {
                    place.refuse(entry.origin(), "a second time", "it only once in a file; the first is at " + first);
                }
                if (entry.value() instanceof Node.Mapping named) {
                    sections.computeIfAbsent(entry.key(), key -> new ArrayList<>())
                            .addAll(named.entries());
                } else {
                    place.refuseKind(entry.value(), "a mapping of names to " + entry.key());
                    unread.add(entry.key());
                }
            }
        }
    }

    private record Section<T>(Map<String, T> good, Set<String> broken) {}

    private static <T extends Record> Section<T> section(
            String section,
            Class<T> type,
            Map<String, List<Node.Entry>> sections,
            KnownDocuments known,
            ExtensionTypes extensions,
            Problems problems) {
        Section<T> read = new Section<>(new LinkedHashMap<>(), new HashSet<>());
        Map<String, Origin> seen = new HashMap<>();
        for (Node.Entry entry : sections.getOrDefault(section, List.of())) {
            CooperativeYield.giveWay();
            ConfigPath top =
                    ConfigPath.root(entry.origin(), problems, extensions).key(section, entry.origin());
            ConfigPath place = top.key(entry.key(), entry.origin());
            Origin first = seen.putIfAbsent(entry.key(), entry.origin());
            T document = document(section, entry, type, place, known, problems);
            if (first != null) {
                place.refuse(entry.origin(), "a second time", "it only once; the first is at " + first);
            } else if (!NAME.matcher(entry.key()).matches()) {
                place.refuse(entry.origin(), "a bad name", NameForms.NAME_EXPECTED);
            } else if (document == null) {
                read.broken().add(entry.key());
            } else {
                read.good().put(entry.key(), document);
            }
        }
        known.retain(section, seen.keySet());
        return read;
    }

    private static <T extends Record> @Nullable T document(
            String section,
            Node.Entry entry,
            Class<T> type,
            ConfigPath place,
            KnownDocuments known,
            Problems problems) {
        T before = known.find(section, entry, type, problems);
        if (before != null) {
            return before;
        }
        var found = new Problems();
        T document = Binder.read(entry.value(), type, place.tellingTo(found));
        if (document != null && found.isEmpty()) {
            known.remember(section, entry, document, found.warnings());
        }
        problems.addAll(found);
        return document;
    }

    private static PolicyDocument none(Origin origin) {
        ThrottlingDocument throttling = new ThrottlingDocument(
                Map.of(), new Setting.Absent<>(), new Setting.Absent<>(), new Setting.Absent<>(), Map.of(), origin);
        return new PolicyDocument(null, List.of(), null, null, null, throttling, null, origin);
    }
}
