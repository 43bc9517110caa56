package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.RegistryHash;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import org.junit.jupiter.api.Test;

/**
 * What a source owes besides, if its store can be given any documents: it gives back just these.
 *
 * <p>The extending class says how the store comes to hold a tree ({@link #hold}), how a mistake gets in past all checks, and how it is
 * emptied; {@link SampleRegistry} has every kind of value that must come back.
 */
public abstract class DocumentStoreContract extends RegistrySourceContract {

    /** Makes the store hold these documents and no others. */
    protected abstract void hold(RegistryTree tree) throws Exception;

    @Override
    protected final void fill() throws Exception {
        hold(SampleRegistry.tree("Acme"));
    }

    @Override
    protected final void change() throws Exception {
        hold(SampleRegistry.tree("Acme Inc."));
    }

    @Test
    void equalDocumentsAreEqualWhateverTheirSource() throws Exception {
        fill();
        RegistryTree sample = SampleRegistry.tree("Acme");
        RegistryTree read = source().read();
        assertThat(RegistryHash.of(read)).isEqualTo(RegistryHash.of(sample));
        assertThat(documents(read, new Problems()))
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(Origin.class)
                .isEqualTo(documents(sample, new Problems()));
    }
}
