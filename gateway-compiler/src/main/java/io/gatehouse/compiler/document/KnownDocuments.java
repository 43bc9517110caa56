package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers from one reading to the next what became of each document, so that one that is written as it was before, at the same
 * place, is not bound a second time: a registry of ten thousand tenants, of which one has changed, then costs little more than to look
 * at it, and leaves hardly anything behind that a garbage collector has to move while requests wait.
 *
 * <p>Remembers only documents without problems. Those of tenants it forgets where memory runs short; the others are few, and what is compiled of
 * them refers to the very objects. For one thread at a time.
 */
public final class KnownDocuments {

    private record Known(Node.Entry written, Record document, List<Notice> warnings) {}

    private final Map<String, Map<String, Known>> kept = new HashMap<>();
    private SoftReference<Map<String, Map<String, Known>>> memory = new SoftReference<>(null);

    private Map<String, Known> of(String section) {
        if (!section.equals(RegistryDocumentReader.TENANTS)) {
            return kept.computeIfAbsent(section, name -> new HashMap<>());
        }
        Map<String, Map<String, Known>> sections = memory.get();
        if (sections == null) {
            sections = new HashMap<>();
            memory = new SoftReference<>(sections);
        }
        return sections.computeIfAbsent(section, name -> new HashMap<>());
    }

    /** What became of the document the last time, warnings too; null if it was written otherwise, or not there. */
    <T extends Record> @Nullable T find(String section, Node.Entry written, Class<T> type, Problems problems) {
        Known known = of(section).get(written.key());
        if (known == null || !known.written().equals(written)) {
            return null;
        }
        known.warnings().forEach(problems::warn);
        return type.cast(known.document());
    }

    void remember(String section, Node.Entry written, Record document, List<Notice> warnings) {
        of(section).put(written.key(), new Known(written, document, List.copyOf(warnings)));
    }

    /** Forgets the documents of a section that are not there any more. */
    void retain(String section, Set<String> names) {
        of(section).keySet().retainAll(names);
    }
}
