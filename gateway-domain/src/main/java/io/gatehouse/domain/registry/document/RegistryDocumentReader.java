package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Binder;
import io.gatehouse.domain.document.Node;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Place;
import io.gatehouse.domain.document.Problems;
import io.gatehouse.domain.document.Setting;
import io.gatehouse.domain.registry.Courtesy;
import io.gatehouse.domain.registry.RegistryTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands what a source has read: binds every service, product, tenant and the policy, then checks the rules between
 * them. Finds all problems of all parts. Stateless, safe for use by several threads.
 */
public final class RegistryDocumentReader {

    private static final Pattern NAME = Pattern.compile(Name.FORM);

    private static final String POLICY = "policy";

    private RegistryDocumentReader() {}

    /**
     * The documents. What holds mistakes is left out, so they are only to be used if there are no problems.
     *
     * @param problems receives the problems of the tree itself and everything that is found here
     */
    public static RegistryDocuments read(RegistryTree tree, Problems problems) {
        return read(tree, new KnownDocuments(), problems);
    }

    /**
     * The same where a tree of this source has been read before.
     *
     * @param known what became of its documents
     */
    public static RegistryDocuments read(RegistryTree tree, KnownDocuments known, Problems problems) {
        tree.problems().forEach(problems::add);
        Map<String, List<Node.Entry>> sections = new HashMap<>();
        List<Node.Entry> policy = new ArrayList<>();
        for (Node.Mapping part : tree.parts()) {
            split(part, sections, policy, problems);
        }
        Section<ServiceDocument> services = section("services", ServiceDocument.class, sections, known, problems);
        Section<ProductDocument> products = section("products", ProductDocument.class, sections, known, problems);
        Section<TenantDocument> tenants = section("tenants", TenantDocument.class, sections, known, problems);
        Origin origin = tree.parts().isEmpty()
                ? Origin.of(tree.description())
                : tree.parts().get(0).origin();
        var written = new Node.Entry("", origin, new Node.Mapping(origin, policy));
        PolicyDocument bound =
                document(POLICY, written, PolicyDocument.class, Place.root(origin, problems), known, problems);
        RegistryDocuments documents = new RegistryDocuments(
                services.good(), products.good(), tenants.good(), bound == null ? none(origin) : bound);
        Bound all = Bound.of(documents, services.broken(), products.broken(), bound == null);
        DocumentRule.ALL.forEach(rule -> {
            Courtesy.giveWay();
            rule.check(all, problems);
        });
        return documents;
    }

    private static void split(
            Node.Mapping part, Map<String, List<Node.Entry>> sections, List<Node.Entry> policy, Problems problems) {
        Map<String, Origin> seen = new HashMap<>();
        for (Node.Entry entry : part.entries()) {
            if (!RegistryTree.SECTIONS.contains(entry.key())) {
                policy.add(entry);
                continue;
            }
            Place place = Place.root(entry.origin(), problems).key(entry.key(), entry.origin());
            Origin first = seen.putIfAbsent(entry.key(), entry.origin());
            if (first != null) {
                place.refuse(entry.origin(), "a second time", "it only once in a file; the first is at " + first);
            }
            if (entry.value() instanceof Node.Mapping named) {
                sections.computeIfAbsent(entry.key(), key -> new ArrayList<>()).addAll(named.entries());
            } else {
                place.refuseKind(entry.value(), "a mapping of names to " + entry.key());
            }
        }
    }

    private record Section<T>(Map<String, T> good, Set<String> broken) {}

    private static <T extends Record> Section<T> section(
            String section,
            Class<T> type,
            Map<String, List<Node.Entry>> sections,
            KnownDocuments known,
            Problems problems) {
        Section<T> read = new Section<>(new LinkedHashMap<>(), new HashSet<>());
        Map<String, Origin> seen = new HashMap<>();
        for (Node.Entry entry : sections.getOrDefault(section, List.of())) {
            Courtesy.giveWay();
            Place top = Place.root(entry.origin(), problems).key(section, entry.origin());
            Place place = top.key(entry.key(), entry.origin());
            Origin first = seen.putIfAbsent(entry.key(), entry.origin());
            T document = document(section, entry, type, place, known, problems);
            if (first != null) {
                place.refuse(entry.origin(), "a second time", "it only once; the first is at " + first);
            } else if (!NAME.matcher(entry.key()).matches()) {
                place.refuse(entry.origin(), "a bad name", Name.EXPECTED);
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
            String section, Node.Entry entry, Class<T> type, Place place, KnownDocuments known, Problems problems) {
        T before = known.find(section, entry, type);
        if (before != null) {
            return before;
        }
        int told = problems.total();
        T document = Binder.read(entry.value(), type, place);
        if (document != null && problems.total() == told) {
            known.remember(section, entry, document);
        }
        return document;
    }

    private static PolicyDocument none(Origin origin) {
        ThrottlingDocument throttling = new ThrottlingDocument(
                Map.of(), new Setting.Absent<>(), new Setting.Absent<>(), new Setting.Absent<>(), Map.of(), origin);
        return new PolicyDocument(null, List.of(), null, null, null, throttling, origin);
    }
}
