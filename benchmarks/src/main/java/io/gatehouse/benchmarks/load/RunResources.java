package io.gatehouse.benchmarks.load;

import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;

/** What a run leaves nothing of, however it ends, by itself, by Ctrl-C or by SIGTERM: its folder and its children. */
final class RunResources implements AutoCloseable {

    private final WorkFolder folder;
    private final Children children;
    private final Thread onSignal = new Thread(this::clear, "clear-premises");

    private RunResources(WorkFolder folder) {
        this.folder = folder;
        this.children = new Children(folder.path());
    }

    static RunResources open() throws IOException {
        var premises = new RunResources(WorkFolder.create());
        Runtime.getRuntime().addShutdownHook(premises.onSignal);
        return premises;
    }

    Path folder() {
        return folder.path();
    }

    Children children() {
        return children;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // The signal came first, and the hook is at work.
            return;
        }
        clear();
    }

    private void clear() {
        children.close();
        folder.close();
    }
}
