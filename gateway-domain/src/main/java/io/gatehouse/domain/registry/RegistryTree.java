package io.gatehouse.domain.registry;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problem;
import java.util.List;
import java.util.Set;

/**
 * What a source has read, not yet understood.
 *
 * <p>A part is a mapping with any of the keys {@code services}, {@code products} and {@code tenants}, each a mapping by
 * name, and the keys of the gateway's policy. Parts are merged; a name or a policy key that two parts give is a problem
 * that names both places. A file is one part; a database may give one part a document, such as
 * {@code {services: {orders: {...}}}}.
 *
 * @param description what was read, for people: a directory, a database
 * @param parts in a stable order
 * @param problems what could not be read as a tree
 * @param notices what the store holds that has no counterpart here, and what becomes of it
 * @param mark what {@link RegistrySource#mark} said just before this was read; empty for sources that do not change
 * @param details what the source knows besides
 */
public record RegistryTree(
        String description,
        List<Node.Mapping> parts,
        List<Problem> problems,
        List<Notice> notices,
        String mark,
        SourceDetails details) {

    /** The keys of a part that hold documents by name; all others are the gateway's policy. */
    public static final Set<String> SECTIONS = Set.of("services", "products", "tenants");

    public RegistryTree {
        parts = List.copyOf(parts);
        problems = List.copyOf(problems);
        notices = List.copyOf(notices);
    }

    /** What a source has read that knows nothing besides. */
    public RegistryTree(
            String description, List<Node.Mapping> parts, List<Problem> problems, List<Notice> notices, String mark) {
        this(description, parts, problems, notices, mark, SourceDetails.NONE);
    }

    /** What a source has read that holds nothing without a counterpart. */
    public RegistryTree(String description, List<Node.Mapping> parts, List<Problem> problems, String mark) {
        this(description, parts, problems, List.of(), mark);
    }

    /** What a source that does not change has read. */
    public RegistryTree(String description, List<Node.Mapping> parts, List<Problem> problems) {
        this(description, parts, problems, "");
    }
}
