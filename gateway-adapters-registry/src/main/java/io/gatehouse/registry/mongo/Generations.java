package io.gatehouse.registry.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;

import java.util.List;
import org.bson.conversions.Bson;

/**
 * Which documents belong to which generation of the registry. A document holds from one generation until, not including,
 * another; one document names the generation that is current. So whoever reads sees all of an import or nothing of it.
 */
final class Generations {

    /** The kinds of documents: collections named as the sections of files, and one of the policy, with a document for each key. */
    static final List<String> KINDS = List.of("services", "products", "tenants", "policy");

    static final String POLICY = "policy";

    /** The collection of the one document that names the current generation. */
    static final String COLLECTION = "registry";

    static final String CURRENT = "current";
    static final String NUMBER = "generation";
    static final String EDIT = "edit";
    static final String COUNTS = "counts";

    static final String NAME = "name";
    static final String FROM = "from";
    static final String UNTIL = "until";
    static final String CONTENT = "document";

    /** Until further notice. */
    static final long OPEN = Long.MAX_VALUE;

    private Generations() {}

    static Bson in(long generation) {
        return and(lte(FROM, generation), gt(UNTIL, generation));
    }
}
