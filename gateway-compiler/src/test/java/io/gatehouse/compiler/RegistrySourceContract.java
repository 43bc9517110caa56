package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.RegistryHash;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RegistrySource} owes to the gateway, whatever its store.
 *
 * <p>To prove a source, extend this class in a test of its module, with the test-jar of {@code gateway-compiler} in test scope, and say
 * how the store is filled, changed, spoiled and emptied; each test gets a new instance, and so needs a store of its own. The source is
 * asked for anew again and again and may be the same each time. Whoever can store any document extends {@link DocumentStoreContract}
 * instead, which fills and changes by itself.
 */
public abstract class RegistrySourceContract {

    /** The source of a store that holds nothing yet. */
    protected abstract RegistrySource source();

    /** Makes the store hold what {@link SampleRegistry#tree} says, or as much of it as the store has words for. */
    protected abstract void fill() throws Exception;

    /** Changes something small in a store that has been filled. */
    protected abstract void change() throws Exception;

    /** Writes a mistake into a store that has been filled, as people would: past all checks. */
    protected abstract void spoil() throws Exception;

    /** Takes everything out of the store. */
    protected abstract void empty() throws Exception;

    protected static RegistryDocuments documents(RegistryTree tree, Problems problems) {
        return RegistryDocumentReader.read(tree, problems);
    }

    @Test
    void isUnavailableWhileItHoldsNothing() {
        assertThatThrownBy(() -> source().read())
                .isInstanceOf(RegistryUnavailable.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
        assertThatThrownBy(() -> source().mark()).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void givesWhatItHoldsWithoutProblems() throws Exception {
        fill();
        RegistryTree tree = source().read();
        var problems = new Problems();
        RegistryDocuments documents = documents(tree, problems);
        assertThat(problems).hasToString("");
        assertThat(documents.services()).isNotEmpty();
        assertThat(documents.tenants()).isNotEmpty();
        assertThat(tree.description()).isNotBlank();
    }

    @Test
    void namesThePlaceOfEveryDocument() throws Exception {
        fill();
        RegistryDocuments documents = documents(source().read(), new Problems());
        assertThat(documents.tenants().values())
                .extracting(tenant -> tenant.origin().source())
                .doesNotContain("")
                .doesNotContain(Origin.of("").source());
    }

    @Test
    void keepsItsMarkWhileNothingChanges() throws Exception {
        fill();
        String mark = source().mark();
        assertThat(source().read().mark()).isEqualTo(mark);
        assertThat(source().mark()).isEqualTo(mark);
    }

    @Test
    void changesItsMarkWithItsContent() throws Exception {
        fill();
        RegistryTree before = source().read();
        change();
        assertThat(source().mark()).isNotEqualTo(before.mark());
        assertThat(RegistryHash.of(source().read())).isNotEqualTo(RegistryHash.of(before));
    }

    @Test
    void leavesMistakesToTheDomainWhichNamesTheirPlace() throws Exception {
        fill();
        spoil();
        var problems = new Problems();
        documents(source().read(), problems);
        assertThat(problems.list())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.origin().source()).isNotBlank());
    }

    @Test
    void isUnavailableAgainWhenItIsEmptiedAndRecovers() throws Exception {
        fill();
        String hash = RegistryHash.of(source().read());
        empty();
        assertThatThrownBy(() -> source().read()).isInstanceOf(RegistryUnavailable.class);
        fill();
        assertThat(RegistryHash.of(source().read())).isEqualTo(hash);
    }
}
